import type { Guide, ReviewHunk } from '@caret/review'
import { tokenize } from '@caret/syntax'
import { type ChangeSet, linesOf } from '@caret/text'

/** What declares a name that others see, in most languages; it knows nothing of how the review finds its order. */
const declaration =
  /(?:\b(?:function\*?|class|interface|type|enum|def|fn|func|struct|trait|macro_rules!)\s+(?:\([^)]*\)\s*)?|\bexport\s+(?:const|let)\s+|^(?:pub\s+)?(?:const|static)\s+)([\p{L}_$][\p{L}\p{N}_$]{3,})/gmu

/**
 * Of all names that one hunk newly declares and another of the change set uses: how often the use is read before the
 * declaration, in the order of the steps and in that of the files. Not counted are hunks of one step, those that use
 * each other, and what is mechanical.
 */
export function violationsIn(
  set: ChangeSet,
  { steps, hunks }: Guide,
): { pairs: number; violations: number; byFile: number } {
  const texts = new Map(
    set.files.map(({ path, to = path, before = '', after = '' }) => [
      to,
      { before: linesOf(before), after: linesOf(after) },
    ]),
  )
  const stepOf = new Map(
    steps.flatMap((step, at) => (step.mechanical ? [] : step.hunks.map((id) => [id, at] as const))),
  )
  const isCode = ({ path }: ReviewHunk) => /\.(m?[jt]sx?|c[jt]s|py|go|rs|java|vue|rb|php|cs|cc|cpp|h)$/.test(path)
  const read = hunks
    .filter((hunk) => stepOf.has(hunk.id) && isCode(hunk))
    .map((hunk) => {
      const text = texts.get(hunk.path)
      const inserted = text?.after.slice(hunk.after.start, hunk.after.end).join('\n') ?? ''
      const removed = new Set(wordsOf(text?.before.slice(hunk.before.start, hunk.before.end).join('\n') ?? ''))
      const declared = new Set(
        [...inserted.matchAll(declaration)].map(([, name]) => name!).filter((name) => !removed.has(name)),
      )
      return { hunk, declared, used: new Set(wordsOf(inserted)) }
    })
  const declarers = new Map<string, number[]>()
  for (const [at, { declared }] of read.entries()) {
    for (const name of declared) declarers.set(name, [...(declarers.get(name) ?? []), at])
  }
  const uses = (user: number, other: number) =>
    [...read[other]!.declared].some((name) => declarers.get(name)!.length === 1 && read[user]!.used.has(name))
  const counts = { pairs: 0, violations: 0, byFile: 0 }
  for (const [user, { hunk, used, declared }] of read.entries()) {
    const others = new Set(
      [...used].flatMap((name) =>
        declared.has(name) || declarers.get(name)?.length !== 1 ? [] : declarers.get(name)!,
      ),
    )
    for (const other of others) {
      const { hunk: declarer } = read[other]!
      if (stepOf.get(declarer.id) === stepOf.get(hunk.id) || uses(other, user)) continue
      counts.pairs++
      if (stepOf.get(declarer.id)! > stepOf.get(hunk.id)!) counts.violations++
      if (isLater(declarer, hunk)) counts.byFile++
    }
  }
  return counts
}

const isLater = (a: ReviewHunk, b: ReviewHunk) => (a.path === b.path ? a.after.start > b.after.start : a.path > b.path)

const wordsOf = (text: string): string[] =>
  tokenize(text)
    .filter(({ kind }) => kind === 'word')
    .map(({ start, end }) => text.slice(start, end))
