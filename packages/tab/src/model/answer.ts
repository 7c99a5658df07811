import { diffLines, editsOf } from '@caret/text'
import type { FileEdit } from '../predictor.ts'
import { withoutOverlap } from '../sources/overlap.ts'
import { beforeMarkup, hasMarkup, isRubbish, type Said, withoutLoops } from './clean.ts'
import type { NextEditFormat } from './next-edit-formats.ts'

/**
 * What of an answer may be inserted at the caret; empty where nothing may. It never holds a token of the model's own, talk about
 * the code, or what stands behind the caret already.
 */
export function fillOf({ text, complete }: Said, path: string, after: string): string {
  const clean = beforeMarkup(text).replaceAll('\r\n', '\n')
  const isWhole = complete || clean.length < text.length
  const whole = isWhole ? clean : clean.slice(0, Math.max(0, clean.lastIndexOf('\n')))
  if (isRubbish(whole, path)) return ''
  const shown = withoutOverlap(untilRepeated(withoutLoops(whole), after), after).trimEnd()
  return shown.trim() === '' ? '' : shown
}

/** A model that does not know when to end goes on with what stands below the caret. */
function untilRepeated(text: string, after: string): string {
  const below = after.split('\n').slice(1)
  const next = below.find((line) => line.trim().length > 2)
  if (next === undefined) return text
  const lines = text.split('\n')
  const at = lines.findIndex((line, at) => at > 0 && line === next)
  return at < 0 ? text : lines.slice(0, at).join('\n')
}

/** A part of a file that a model writes again. */
export interface Region {
  path: string
  /** Where it starts in the file. */
  start: number
  /** Whole lines, without the last line break. */
  text: string
  /** The file's line breaks. */
  eol: '\n' | '\r\n'
}

/** More of a region than this is not taken out by one answer. */
const mostRemoved = 0.6
const manyLines = 4

/**
 * The edits that an answer makes of a region, in its file, from above; none where it is not what was asked for, or where it would
 * take out most of the region.
 */
export function rewriteOf({ text, complete }: Said, region: Region, format: NextEditFormat): FileEdit[] {
  const { path, start } = region
  const before = region.text.replaceAll('\r\n', '\n')
  const after = regionIn(text.replaceAll('\r\n', '\n'), complete, format)
  if (after === undefined || after === before) return []
  if (hasMarkup(after) && !hasMarkup(before)) return []
  if (isRubbish(after, path) && !isRubbish(before, path)) return []
  if (withoutLoops(after) !== after && withoutLoops(before) === before) return []
  const hunks = diffLines(before, after)
  const removed = hunks.reduce(
    (sum, { before: own, after: other }) => sum + Math.max(0, own.end - own.start - (other.end - other.start)),
    0,
  )
  if (removed > manyLines && removed > mostRemoved * before.split('\n').length) return []
  const toFile = (offset: number) =>
    start + (region.eol === '\n' ? offset : offset + before.slice(0, offset).split('\n').length - 1)
  return editsOf(before, after, hunks).map(({ offset, remove, insert }) => {
    const small = trimmed(before.slice(offset, offset + remove), insert)
    const from = toFile(offset + small.skipped)
    const to = toFile(offset + small.skipped + small.removed)
    return { path, offset: from, remove: to - from, insert: small.inserted.replaceAll('\n', region.eol) }
  })
}

/** The region as an answer shows it. */
function regionIn(
  text: string,
  complete: boolean,
  { around, cursor, stop, unchanged }: NextEditFormat,
): string | undefined {
  if (unchanged !== undefined && text.trimStart().startsWith(unchanged)) return undefined
  let shown = text
  if (around) {
    const [open, close] = around
    // A stop sequence is not in the answer any more.
    const start = shown.indexOf(open)
    if (start < 0) return undefined
    const end = shown.indexOf(close, start + open.length)
    if (end < 0 && !complete) return undefined
    shown = end < 0 ? shown.slice(start + open.length) : shown.slice(start + open.length, end)
    if (end < 0 && shown.endsWith('\n')) shown = shown.slice(0, -1)
  } else {
    const ends = stop.map((token) => shown.indexOf(token)).filter((at) => at >= 0)
    if (!complete && ends.length === 0) return undefined
    shown = shown
      .slice(0, Math.min(shown.length, ...ends))
      .replace(/^\n/, '')
      .replace(/\n$/, '')
  }
  return cursor ? shown.replace(cursor, '') : shown
}

/** An edit without what its two sides begin and end with alike. */
function trimmed(removed: string, inserted: string): { skipped: number; removed: number; inserted: string } {
  const most = Math.min(removed.length, inserted.length)
  let head = 0
  while (head < most && removed[head] === inserted[head]) head++
  let tail = 0
  while (tail < most - head && removed.at(-1 - tail) === inserted.at(-1 - tail)) tail++
  return {
    skipped: head,
    removed: removed.length - head - tail,
    inserted: inserted.slice(head, inserted.length - tail),
  }
}
