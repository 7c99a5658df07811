import type { TokenIndex } from '@caret/patterns'
import type { HistoryEntry } from '../history.ts'
import type { Caret } from '../predictor.ts'
import { lineEnd, lineStart } from '../sources/lines.ts'
import type { Region } from './answer.ts'
import type { FillProps, NextEditProps } from './prompts.tsx'
import { showEdit } from './shown-edit.ts'
import { findSnippets } from './snippets.ts'

/** What there is to ask about. */
export interface Situation {
  /** The folder's name. */
  repository: string
  texts: ReadonlyMap<string, string>
  /** Newest first. */
  history: readonly HistoryEntry[]
  index: TokenIndex
  caret: Caret
}

/** UTF-16 units around the caret; the budget says how much of it is shown. */
const mostBefore = 6_000
const mostAfter = 2_000
/** Lines of the region around that of the caret, and UTF-16 units of it. */
const regionLines = 10
const mostRegion = 4_000
const mostContext = 2_500
const mostEdits = 6

export function fillProps(format: string, { repository, texts, history, index, caret }: Situation): FillProps {
  const text = texts.get(caret.path) ?? ''
  return {
    ...{ format, repository, path: caret.path },
    before: text.slice(Math.max(0, caret.offset - mostBefore), caret.offset),
    after: text.slice(caret.offset, caret.offset + mostAfter),
    snippets: findSnippets(caret, texts, history, index),
  }
}

/** Undefined where nothing was edited yet, and where lines are so long that no region of them would be of use. */
export function nextEditProps(
  format: string,
  { texts, history, index, caret }: Situation,
): { props: NextEditProps; region: Region } | undefined {
  const edits = history
    .slice(0, mostEdits)
    .flatMap((entry) => showEdit(entry) ?? [])
    .toReversed()
  const { path, offset } = caret
  const text = texts.get(path) ?? ''
  if (edits.length === 0) return undefined
  const { start, end } = spanAround(text, offset)
  if (end - start > mostRegion) return undefined
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const plain = (some: string) => some.replaceAll('\r\n', '\n')
  const region: Region = { path, start, text: text.slice(start, end), eol }
  const from = Math.max(0, start - mostContext)
  const props: NextEditProps = {
    ...{ format, path, edits, startsFile: from === 0 },
    before: plain(text.slice(from === 0 ? 0 : lineEnd(text, from), start)),
    after: plain(text.slice(end, lineStart(text, Math.min(text.length, end + mostContext)))).replace(/\n$/, ''),
    region: plain(region.text),
    caret: plain(text.slice(start, offset)).length,
    original: plain(originalOf(region, history) ?? region.text),
    snippets: findSnippets(caret, texts, history, index),
  }
  return { props, region }
}

/** Whole lines around the caret's, without the last line break. */
function spanAround(text: string, offset: number): { start: number; end: number } {
  let [start, end] = [lineStart(text, offset), lineEnd(text, offset)]
  for (let line = 0; line < regionLines; line++) {
    start = lineStart(text, start - 1)
    end = end < text.length ? lineEnd(text, end) : end
  }
  if (end > start && text[end - 1] === '\n' && end >= offset + 1) end -= text[end - 2] === '\r' ? 2 : 1
  return { start, end: Math.max(end, offset) }
}

/** The region before the last edit, if that was in it. */
function originalOf({ path, start, text }: Region, [last]: readonly HistoryEntry[]): string | undefined {
  if (!last || last.path !== path) return undefined
  const { before, edit, offset } = last
  const from = offset - start
  if (from < 0 || from + edit.insert.length > text.length) return undefined
  if (text.slice(from, from + edit.insert.length) !== edit.insert) return undefined
  const removed = before.slice(edit.offset, edit.offset + edit.remove)
  return text.slice(0, from) + removed + text.slice(from + edit.insert.length)
}
