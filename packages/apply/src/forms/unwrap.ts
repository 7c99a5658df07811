import { isBlank, splitLines } from '../lines.ts'

/** The code that a model wrote, as lines, block by block, without the fences and the prose around them. */
export function unwrap(sketch: string, path: string, original = ''): string[][] {
  const lines = splitLines(sketch)
  // Documents have fences of their own, and so have comments.
  const markdown = /\.(md|mdx|markdown|rst|txt)$/i.test(path) || /^ {0,3}(?:`{3}|~{3})/m.test(original)
  const fences = fencesOf(lines)
  if (fences.length === 0) return [lines]
  const [first, last] = [lines.findIndex((line) => !isBlank(line)), lines.findLastIndex((line) => !isBlank(line))]
  // A document has fences of its own: only those around all of it, or around a document, are not its own.
  if (markdown) {
    const outer = fences.find(({ open, info }) => open === first || /^(md|mdx|markdown)$/i.test(info))
    if (!outer) return [lines]
    const close = lastFence(lines, last)
    return close > outer.open ? [lines.slice(outer.open + 1, close)] : [lines]
  }
  return fences.map(({ open, close }) => lines.slice(open + 1, close))
}

interface Fence {
  open: number
  close: number
  info: string
}

function fencesOf(lines: readonly string[]): Fence[] {
  const fences: Fence[] = []
  for (let at = 0; at < lines.length; at++) {
    const [, mark, info = ''] = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/.exec(lines[at]!) ?? []
    if (!mark) continue
    const closes = new RegExp(`^ {0,3}${mark[0]}{${mark.length},}\\s*$`)
    const found = lines.findIndex((line, index) => index > at && closes.test(line))
    // An answer that was cut off, or is still arriving, has not closed its fence.
    const close = found === -1 ? lines.length : found
    fences.push({ open: at, close, info })
    at = close
  }
  return fences
}

const lastFence = (lines: readonly string[], last: number) =>
  /^ {0,3}(`{3,}|~{3,})\s*$/.test(lines[last]!) ? last : -1
