import type { Node } from 'web-tree-sitter'

/** The comments and decorators of a text, to be found by what is next to them. */
export interface Leads {
  /** Where the comments and decorators begin that end right in front of `start`, but not before `limit`. */
  before: (start: number, limit: number) => number
  /** The first place from `start` on at which none begins, but not after `limit`. */
  skip: (start: number, limit: number) => number
}

export function leadsOf(text: string, nodes: readonly Node[]): Leads {
  const byStart = new Map<number, number>()
  const byEnd = new Map<number, number>()
  for (const { startIndex, endIndex } of nodes) {
    const end = blankBefore(text, endIndex)
    byStart.set(startIndex, end)
    byEnd.set(end, startIndex)
  }
  return {
    before(start, limit) {
      for (let at = start; ; ) {
        const end = blankBefore(text, at)
        const next = byEnd.get(end)
        if (next === undefined || next < limit || next >= end) return at
        // A blank line sets it apart, and what stands behind code belongs to that.
        if (/\n[^\S\n]*\n/.test(text.slice(end, at)) || !startsLine(text, next)) return at
        at = next
      }
    },
    skip(start, limit) {
      for (let at = start; ; ) {
        const end = byStart.get(at)
        if (end === undefined || end <= at) return at
        const next = end + /^\s*/.exec(text.slice(end, limit))![0].length
        if (next > limit) return at
        at = next
      }
    },
  }
}

function blankBefore(text: string, at: number): number {
  while (at > 0 && /\s/.test(text[at - 1]!)) at--
  return at
}

const startsLine = (text: string, at: number): boolean =>
  text.slice(text.lastIndexOf('\n', at - 1) + 1, at).trim() === ''
