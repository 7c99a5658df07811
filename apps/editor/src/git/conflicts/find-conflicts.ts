/** A conflict that git left in a text. Lines are zero-based; the parts are half-open ranges of lines, without the marks. */
export interface Conflict {
  /** The line of `<<<<<<<`. */
  first: number
  /** The line of `>>>>>>>`. */
  last: number
  current: Lines
  /** What both sides started from, where git was asked for it (`merge.conflictStyle` diff3 or zdiff3). */
  base?: Lines
  incoming: Lines
}

export interface Lines {
  start: number
  end: number
}

export type Choice = 'current' | 'incoming' | 'both'

const mark = /^(<{7}|\|{7}|={7}|>{7})(?: |$)/

/** The complete conflicts of a text; marks that make none are passed over, since code may contain such lines. */
export function findConflicts(lines: readonly string[]): Conflict[] {
  const conflicts: Conflict[] = []
  let open: { first: number; base?: number; middle?: number } | undefined
  for (const [number, line] of lines.entries()) {
    const found = mark.exec(line)?.[1]?.[0]
    if (found === '<') open = { first: number }
    else if (!open) continue
    else if (found === '|' && open.middle === undefined) open.base ??= number
    else if (found === '=') open.middle ??= number
    else if (found === '>' && open.middle !== undefined) {
      const { first, base, middle } = open
      conflicts.push({
        first,
        last: number,
        current: { start: first + 1, end: base ?? middle },
        ...(base === undefined ? {} : { base: { start: base + 1, end: middle } }),
        incoming: { start: middle + 1, end: number },
      })
      open = undefined
    }
  }
  return conflicts
}

/** The ranges of lines that stay when a conflict is resolved by `choice`, in order. */
export function kept({ current, incoming }: Conflict, choice: Choice): Lines[] {
  if (choice === 'current') return [current]
  return choice === 'incoming' ? [incoming] : [current, incoming]
}
