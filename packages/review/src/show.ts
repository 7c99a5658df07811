import type { FileNote, Guide, ReviewHunk, ReviewStep } from '@caret/protocol'
import { type ChangeSet, linesOf } from '@caret/text'
import { count } from './words.ts'

export interface ShowOptions {
  /** Ids of hunks that were reviewed. */
  reviewed?: ReadonlySet<string>
  /** The changed lines too. */
  lines?: boolean
}

/** A guided read as plain text: what is read in full is numbered, what is mechanical begins with a dot. */
export function showGuide(
  { set, notes }: { set: ChangeSet; notes: readonly FileNote[] },
  { steps, hunks }: Guide,
  { reviewed = new Set(), lines = false }: ShowOptions = {},
): string {
  const byId = new Map(hunks.map((hunk) => [hunk.id, hunk]))
  const texts = textsOf(set)
  const shown: string[] = [`${set.title}: ${extent(steps, hunks)}`, '']
  let number = 0
  for (const step of steps) {
    const own = step.hunks.map((id) => byId.get(id)!)
    const sign = step.mechanical ? '·' : `${++number}.`
    const done = own.every(({ id }) => reviewed.has(id)) ? ' ✓' : ''
    shown.push(`${sign} ${step.title}${done}`)
    shown.push(`    ${placesOf(own)}${step.why ? ` — ${step.why}` : ''}`)
    for (const { path, marks } of own) {
      for (const { side, line, reason } of marks) {
        shown.push(`    ! ${reason}`)
        const text = texts.get(path)?.[side][line]?.trim()
        if (text) shown.push(`        ${side === 'before' ? '-' : '+'}${line + 1}: ${text.slice(0, 100)}`)
      }
    }
    for (const note of notes.filter(({ path, shown: isText }) => isText && own[0]!.path === path))
      shown.push(`    ${note.text}`)
    if (lines && !step.mechanical) shown.push(...own.flatMap((hunk) => linesIn(hunk, texts.get(hunk.path))))
  }
  return shown.join('\n')
}

function extent(steps: readonly ReviewStep[], hunks: readonly ReviewHunk[]): string {
  const read = steps.filter(({ mechanical }) => !mechanical)
  const dimmed = steps.filter(({ mechanical }) => mechanical).reduce((sum, step) => sum + step.hunks.length, 0)
  const files = new Set(hunks.map(({ path }) => path)).size
  return `${count(hunks.length, 'change')} in ${count(files, 'file')}, ${count(read.length, 'step')} to read${dimmed > 0 ? `, ${count(dimmed, 'mechanical change')}` : ''}`
}

interface Texts {
  before: string[]
  after: string[]
}

const textsOf = ({ files }: ChangeSet): Map<string, Texts> =>
  new Map(
    files.map(({ path, to = path, before = '', after = '' }) => [
      to,
      { before: linesOf(before), after: linesOf(after) },
    ]),
  )

function placesOf(hunks: readonly ReviewHunk[]): string {
  const files = new Map<string, string[]>()
  for (const { path, before, after } of hunks) {
    const at = after.start < after.end ? `${after.start + 1}` : before.start < before.end ? `-${before.start + 1}` : ''
    files.set(path, [...(files.get(path) ?? []), ...(at ? [at] : [])])
  }
  const shown = [...files]
    .slice(0, 4)
    .map(([path, at]) => (at.length > 0 ? `${path}:${at.slice(0, 6).join(',')}${at.length > 6 ? ',…' : ''}` : path))
  return shown.join('  ') + (files.size > 4 ? `  and ${files.size - 4} more files` : '')
}

function linesIn({ before, after }: ReviewHunk, texts: Texts | undefined): string[] {
  if (!texts) return []
  return [
    ...texts.before.slice(before.start, before.end).map((line) => `      - ${line}`),
    ...texts.after.slice(after.start, after.end).map((line) => `      + ${line}`),
  ]
}
