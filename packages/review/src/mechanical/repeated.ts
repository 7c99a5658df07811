import type { HunkView } from '../read/file-view.ts'
import type { Role } from '../read/role.ts'
import { runsOf } from '../read/token-diff.ts'
import type { CodeToken } from '../read/text-view.ts'
import { count, nameOf } from '../words.ts'
import type { Claim } from './mechanical-source.ts'

/** The same change made over and over: the first is read, the others are its repeats. */
export function repeated(hunks: readonly HunkView[]): Claim[] {
  const alike = new Map<string, HunkView[]>()
  const inOrder = [...hunks].sort((a, b) => Number(a.file.role !== 'source') - Number(b.file.role !== 'source'))
  for (const hunk of inOrder) {
    const key = code.has(hunk.file.role) ? changeIn(hunk) : undefined
    if (key !== undefined) alike.set(key, [...(alike.get(key) ?? []), hunk])
  }
  return [...alike.values()].flatMap(([example, ...others]) => {
    const [only] = others
    // Two in one declaration are read at one glance.
    if (!example || !only || (others.length === 1 && isTogether(example, only))) return []
    const title =
      others.length === 1
        ? aboutOne(only, example)
        : `The same change as in ${nameOfPlace(example)}, in ${count(others.length, 'more place')}`
    return [{ kind: 'repeat', title, hunks: others, example }]
  })
}

const isTogether = (one: HunkView, other: HunkView) =>
  one.file === other.file && one.owner?.qualified === other.owner?.qualified

function aboutOne(only: HunkView, example: HunkView): string {
  const [here, there] = [nameOfPlace(only), nameOfPlace(example)]
  // In files of the same name, their folders tell them apart.
  const [one, other] = here === there ? [`\`${only.file.path}\``, `\`${example.file.path}\``] : [here, there]
  return `${one}: the same change as in ${other}`
}

const nameOfPlace = ({ owner, file }: HunkView) => `\`${owner?.qualified ?? nameOf(file.path)}\``

/** What is said in documents is said to be read. */
const code: ReadonlySet<Role> = new Set(['source', 'test', 'configuration'])

const mostTokens = 200

/**
 * What a hunk changes, whatever stands around it; names that are kept count only by where they come again. Undefined for
 * what is too little to be known again, or too much.
 */
function changeIn(hunk: HunkView): string | undefined {
  const { file, before, after } = hunk
  if (file.kind !== 'edited' && file.kind !== 'renamed') return undefined
  const [old, fresh] = [file.before.code(before), file.after.code(after)]
  if (old.length + fresh.length > mostTokens) return undefined
  if (commentsOf(file.before.lines, before, old) !== commentsOf(file.after.lines, after, fresh)) return undefined
  const runs = runsOf(hunk)
  const [removed, inserted] = [runs.flatMap((run) => run.removed), runs.flatMap((run) => run.inserted)]
  if (![...removed, ...inserted].some(isTelling)) return undefined
  if (removed.length + inserted.length < (removed.length > 0 && inserted.length > 0 ? 2 : 3)) return undefined
  const shown = alikeNames(removed, inserted)
  return JSON.stringify(runs.map((run) => [run.removed.map(shown), run.inserted.map(shown)]))
}

const isTelling = ({ kind }: CodeToken) => kind === 'word' || kind === 'string' || kind === 'number'

/** Names that are both taken out and put in are the place's own: they become numbers. */
function alikeNames(removed: readonly CodeToken[], inserted: readonly CodeToken[]): (token: CodeToken) => string {
  const again = new Set(inserted.map(({ text }) => text))
  const numbers = new Map<string, string>()
  for (const { text, kind } of removed) {
    if (kind === 'word' && again.has(text) && !numbers.has(text)) numbers.set(text, `$${numbers.size}`)
  }
  return ({ text }) => numbers.get(text) ?? text
}

/** What lines have besides their code. */
function commentsOf(
  lines: readonly string[],
  { start, end }: { start: number; end: number },
  code: readonly CodeToken[],
): string {
  const left = new Map<number, string>()
  for (let line = start; line < end; line++) left.set(line, lines[line]!)
  for (const { text, line } of code) left.set(line, left.get(line)!.replace(text, ''))
  return [...left.values()].join('').replaceAll(/\s+/g, '')
}
