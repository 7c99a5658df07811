import type { ReviewSource } from '@caret/protocol'

/** What a page of review is about, as a reload remembers it. */
export type Subject = Exclude<ReviewSource, { kind: 'changeSet' }> | { kind: 'pending' }

/** Two pages about the same are one. */
export const keyOf = (subject: Subject): string => JSON.stringify(subject)

/** What the tab says; `title` is what the engine calls the change set, once that is known. */
export function nameOf(subject: Subject, title?: string): string {
  const about = aboutOf(subject, title)
  return `Review: ${subject.kind === 'commit' ? about : about[0]!.toLowerCase() + about.slice(1)}`
}

/** The same as a heading. */
export function aboutOf(subject: Subject, title?: string): string {
  switch (subject.kind) {
    case 'workingTree':
      return 'Working tree'
    case 'pending':
      return 'Proposed changes'
    case 'branch':
      return `Branch ${subject.branch}`
    case 'commit':
      return [subject.commit.slice(0, 8), title].filter(Boolean).join(' ')
  }
}

/** Whether its text after the change is what the editor has: then it can be edited in the review. */
export const isLive = ({ kind }: Subject): boolean => kind === 'workingTree' || kind === 'pending'

/** Said where there is nothing to read. */
export function emptyOf(subject: Subject): { title: string; text: string } {
  switch (subject.kind) {
    case 'workingTree':
      return { title: 'Nothing to review', text: 'No file differs from HEAD. What you change shows here by itself.' }
    case 'pending':
      return { title: 'Nothing to review', text: 'No proposed change waits for a decision.' }
    case 'branch':
      return { title: 'Nothing to review', text: `${subject.branch} has no changes of its own.` }
    case 'commit':
      return { title: 'Nothing to review', text: 'This commit changes no file.' }
  }
}
