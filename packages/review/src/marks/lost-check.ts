import type { HunkView } from '../read/file-view.ts'
import type { CodeToken } from '../read/text-view.ts'
import { runsOf } from '../read/token-diff.ts'
import type { MarkSource } from './mark-source.ts'

/** What stopped something is taken out of code that stays: a condition with what it did, or the sign for what may be missing. */
export const lostCheck: MarkSource = (hunk) => {
  if (hunk.role !== 'source' || hunk.file.kind === 'deleted') return []
  const check = checkIn(hunk)
  if (check) {
    const reason = `A check is gone: what \`${check.leaves}\` stopped here goes on now.`
    return [{ kind: 'condition', side: 'before', line: check.line, reason, weight: 0.7 }]
  }
  return runsOf(hunk).flatMap((run) => {
    const [gone, come] = [run.removed.map(({ text }) => text), run.inserted.map(({ text }) => text)]
    const there = run.inserted[0] ?? run.after
    if (!there) return []
    const reason =
      gone.join() === '?.' && come.join() === '.'
        ? 'What may be missing is used as if it were there: `?.` became `.`.'
        : come.length === 0 && gone[0] === '??' && gone.length <= mostTokens
          ? '`??` is gone, and with it what was taken where a value is missing.'
          : undefined
    return reason === undefined
      ? []
      : [{ kind: 'condition', side: 'after', line: there.line, reason, weight: 0.6 } as const]
  })
}

/** Of a default. */
const mostTokens = 6
/** Lines of a check: more of them do more than check. */
const mostLines = 4
/** What raises an error is looked at with the handling of errors. */
const leaving = new Set(['return', 'continue', 'break'])

/** The check that a hunk takes out and that is all it does; none where it is a function's own end. */
function checkIn(hunk: HunkView): { line: number; leaves: string } | undefined {
  const { file, before, after, old, owner } = hunk
  if (before.end - before.start > mostLines || old.length > 0 || !owner) return undefined
  if (file.after.code(after).length > 0 || !file.after.symbols.some(({ qualified }) => qualified === owner.qualified)) {
    return undefined
  }
  const code = file.before.code(before)
  // Where lines are alike, a difference may begin with the end of what stays.
  const first = code.findIndex(({ text }) => text !== '}' && text !== ')' && text !== ';')
  const leaves = code.find(({ text }, at) => at > first && leaving.has(text))
  if (first === -1 || code[first]!.text !== 'if' || !leaves || countOf(code, 'if') > 1) return undefined
  return { line: code[first]!.line, leaves: leaves.text }
}

const countOf = (code: readonly CodeToken[], text: string) => code.filter((token) => token.text === text).length
