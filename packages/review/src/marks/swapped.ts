import type { CodeToken } from '../read/text-view.ts'
import type { HunkView } from '../read/file-view.ts'
import type { MarkSource } from './mark-source.ts'

/** A line has the same words in another order: arguments, or the sides of an operator, have changed places. */
export const swapped: MarkSource = (hunk) => {
  const { role, before, after } = hunk
  if (role !== 'source' || before.end - before.start !== after.end - after.start) return []
  const [old, fresh] = [linesOf(hunk, 'before'), linesOf(hunk, 'after')]
  return fresh.flatMap((code, at) => {
    if (!isCall(code) || !isReordered(old[at]!, code)) return []
    const reason = 'It has the same words as before in another order: have arguments changed places?'
    return [{ kind: 'arguments', side: 'after', line: after.start + at, reason, weight: 0.65 } as const]
  })
}

function linesOf(hunk: HunkView, side: 'before' | 'after'): CodeToken[][] {
  const { start, end } = hunk[side]
  return Array.from({ length: end - start }, (_, at) =>
    hunk.file[side].code({ start: start + at, end: start + at + 1 }),
  )
}

const isCall = (code: readonly CodeToken[]) =>
  code.some(({ text, kind }, at) => text === '(' && at > 0 && kind === 'operator' && code[at - 1]!.kind === 'word') &&
  !/^(?:import|export|from|class|interface|type|use)$/.test(code[0]!.text)

const wordsOf = (code: readonly CodeToken[]) =>
  code
    .filter(({ kind }) => kind === 'word')
    .map(({ text }) => text)
    .join(' ')

function isReordered(old: readonly CodeToken[], fresh: readonly CodeToken[]): boolean {
  const sorted = (code: readonly CodeToken[]) =>
    code
      .map(({ text }) => text)
      .sort()
      .join(' ')
  return wordsOf(old) !== wordsOf(fresh) && sorted(old) === sorted(fresh)
}
