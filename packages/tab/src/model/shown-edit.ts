import { linesOf } from '@caret/text'
import type { HistoryEntry } from '../history.ts'
import { lineBreaks, lineEnd, lineStart } from '../sources/lines.ts'
import type { ShownEdit } from './prompts.tsx'

/** Lines of context around a change, as in any unified diff. */
const context = 3
/** Lines; of larger changes only the beginning is shown. */
const most = 40

/** An edit as its lines were and as they became; undefined where it changed nothing. */
export function showEdit({ path, before, edit }: HistoryEntry): ShownEdit | undefined {
  const { offset, remove, insert } = edit
  const start = lineStart(before, offset)
  // An insertion of whole lines leaves the line behind it alone.
  const wholeLines = offset === start && insert.endsWith('\n') && (remove === 0 || before[offset + remove - 1] === '\n')
  const end = wholeLines ? offset + remove : lineEnd(before, offset + remove)
  const old = before.slice(start, end)
  const now = old.slice(0, offset - start) + insert + old.slice(offset - start + remove)
  if (old === now) return undefined
  const [removed, inserted] = [linesIn(old), linesIn(now)]
  const above = linesIn(before.slice(0, start)).slice(-context)
  const below = linesIn(before.slice(end)).slice(0, context)
  const line = lineBreaks(before.slice(0, start)) + 1 - above.length
  const size = (changed: readonly string[]) => above.length + changed.length + below.length
  const body = [
    ...above.map((text) => ` ${text}`),
    ...removed.slice(0, most).map((text) => `-${text}`),
    ...inserted.slice(0, most).map((text) => `+${text}`),
    ...below.map((text) => ` ${text}`),
  ]
  const around = (changed: readonly string[]) => [...above, ...changed.slice(0, most), ...below].join('\n')
  return {
    path,
    diff: `@@ -${line},${size(removed)} +${line},${size(inserted)} @@\n${body.join('\n')}\n`,
    original: around(removed),
    updated: around(inserted),
  }
}

function linesIn(text: string): string[] {
  if (text === '') return []
  const lines = linesOf(text.replaceAll('\r\n', '\n'))
  if (lines.at(-1) === '') lines.pop()
  return lines
}
