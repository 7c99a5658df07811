import type { FileView, HunkView } from '../read/file-view.ts'
import { callable } from '../read/symbols.ts'
import type { TextView, Use } from '../read/text-view.ts'
import type { Draft } from './draft.ts'
import { canMean } from './reach.ts'
import type { Subject } from './subjects.ts'

/** That a step is understood better after another. */
export interface Dependency {
  on: number
  /** The declaration of the other step that it uses. */
  name: string
  state: Subject['state']
  /** What is used is new, gone or looks different; else only its body has changed. */
  firm: boolean
}

/** For each draft what it uses of the others. */
export function dependenciesOf(drafts: readonly Draft[]): Dependency[][] {
  const declared = new Map<string, { at: number; subject: Subject }[]>()
  for (const [at, draft] of drafts.entries()) {
    for (const [name, subject] of namesOf(draft)) {
      const list = declared.get(name)
      if (list) list.push({ at, subject })
      else declared.set(name, [{ at, subject }])
    }
  }
  return drafts.map((draft, at) => {
    const found = new Map<number, Dependency>()
    for (const { use, view, side } of usesOf(draft)) {
      const others = declared.get(use.name)?.filter((other) => other.at !== at && isThere(other.subject, side))
      if (!others || others.length === 0) continue
      const meant = choose(others, draft.file, view, use)
      if (!meant) continue
      const { state, qualified: name } = meant.subject
      const firm = state !== 'body'
      const known = found.get(meant.at)
      if (!known || (firm && !known.firm)) found.set(meant.at, { on: meant.at, name, state, firm })
    }
    return [...found.values()].sort((a, b) => a.on - b.on)
  })
}

/** What one may call a step's subjects by: their names, and those of the methods that came or went with them. */
function namesOf({ subjects, hunks }: Draft): Map<string, Subject> {
  const names = new Map<string, Subject>()
  for (const { old, fresh } of hunks) {
    for (const { name, qualified, kind } of [...old, ...fresh]) {
      if (!callable.has(kind)) continue
      const around = subjects.find((subject) => qualified.startsWith(`${subject.qualified}.`))
      if (around) names.set(name, around)
    }
  }
  for (const subject of subjects) names.set(subject.name, subject)
  return names
}

/** In lines that are gone only what is gone is meant, and in others what is there. */
const isThere = ({ state }: Subject, side: 'before' | 'after') => (state === 'gone') === (side === 'before')

function* usesOf({ hunks, file }: Draft): Iterable<{ use: Use; view: TextView; side: 'before' | 'after' }> {
  for (const side of ['after', 'before'] as const) {
    const view = file[side]
    for (const use of view.uses ? usesIn(view.uses, hunks, side) : wordsIn(view, hunks, side)) yield { use, view, side }
    // What is brought in, or exported again, is used too.
    const brought = view.brought.map(({ name, lines }) => ({ name, member: false, line: lines.start }))
    for (const use of usesIn(brought, hunks, side)) yield { use, view, side }
  }
}

function* usesIn(uses: readonly Use[], hunks: readonly HunkView[], side: 'before' | 'after'): Iterable<Use> {
  let at = 0
  for (const use of uses) {
    while (at < hunks.length && hunks[at]![side].end <= use.line) at++
    if (at === hunks.length) return
    if (hunks[at]![side].start <= use.line) yield use
  }
}

/** Where there is no grammar. */
function* wordsIn(view: TextView, hunks: readonly HunkView[], side: 'before' | 'after'): Iterable<Use> {
  for (const hunk of hunks) {
    if (hunk.role !== 'source' && hunk.role !== 'test') continue
    for (const { text, kind, line } of view.code(hunk[side])) {
      if (kind === 'word' && text.length > 2) yield { name: text, line, member: false }
    }
  }
}

/** Which of the declarations of a name is meant: one of the same file, or else the only one that can be. */
function choose(
  others: readonly { at: number; subject: Subject }[],
  file: FileView,
  view: TextView,
  use: Use,
): { at: number; subject: Subject } | undefined {
  const possible = others.filter(({ subject }) => canMean(use, view, file, subject))
  const near = possible.find(({ subject }) => subject.file === file)
  return near ?? (new Set(possible.map(({ at }) => at)).size === 1 ? possible[0] : undefined)
}
