/** Lines `start` up to `end` of a text, counted from 0. */
export interface LineSpan {
  start: number
  end: number
}

/** Whether both have a line; a place between lines, where `start` is `end`, touches those on either side. */
export const touches = (one: LineSpan, other: LineSpan): boolean =>
  one.start === one.end || other.start === other.end
    ? one.start <= other.end && other.start <= one.end
    : one.start < other.end && other.start < one.end

/** The lines of a text as editors count them, without their `\n`: what follows the last one is a line too, if an empty one. */
export const linesOf = (text: string): string[] => text.split('\n')

/** Where each line starts; then where one after the last would. */
export function lineStarts(lines: readonly string[]): number[] {
  const starts = [0]
  for (const line of lines) starts.push(starts.at(-1)! + line.length + 1)
  return starts
}
