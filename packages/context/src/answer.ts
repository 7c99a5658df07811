import { type Around, withoutEcho } from './echo.ts'
import { indentedAs } from './indentation.ts'

/**
 * The lines that a model has answered with, however it has wrapped them: in a fenced block between sentences, after its thoughts, or
 * bare. Undefined while there are none, and for an answer in words.
 * @param said the answer, or what came of it
 * @param original the text that the lines take the place of: they are indented as it is
 * @param over whether nothing more comes; else a line counts once it is complete
 * @param around says whether tabs indent, and what an answer repeats
 */
export function readAnswer(said: string, original: string, over: boolean, around = nothing): string[] | undefined {
  const lines = withoutThoughts(said).split(/\r?\n/)
  if (!over) lines.pop()
  const own = fenced(lines) ?? bare(lines, over)
  if (!own) return undefined
  const indented = indentedAs(`${around.above}\n${original}\n${around.below}`, own)
  return indentedLike(withoutEcho(indented, original, around, over), original.split('\n'))
}

const nothing: Around = { above: '', below: '' }

/** Models that run locally may show what they think first. */
export const withoutThoughts = (said: string): string =>
  said.replace(/^\s*<think(?:ing)?>(?:[^]*?<\/think(?:ing)?>|[^]*$)/, '')

const fence = /^(\s*)(`{3,}|~{3,})([^`]*)$/

/** What the first block holds, as far as it came. A block within it may have a fence of the same length. */
function fenced(lines: readonly string[]): string[] | undefined {
  const start = lines.findIndex((line) => fence.test(line))
  if (start === -1) return undefined
  const [, indent = '', mark = ''] = fence.exec(lines[start]!)!
  const own: string[] = []
  let depth = 0
  for (const line of lines.slice(start + 1)) {
    const [, , other = '', info = ''] = fence.exec(line) ?? []
    if (other.startsWith(mark)) {
      if (info.trim() !== '') depth++
      else if (depth-- === 0) break
    }
    own.push(line.startsWith(indent) ? line.slice(indent.length) : line)
  }
  return own
}

/** An answer without a fence, unless it begins as a sentence does. */
function bare(lines: readonly string[], over: boolean): string[] | undefined {
  const start = lines.findIndex((line) => line.trim() !== '')
  if (start === -1 || isSentence(lines[start]!) || (!over && isExclaimed(lines[start]!))) return undefined
  const end = over ? lines.findLastIndex((line) => line.trim() !== '') + 1 : lines.length
  return lines.slice(start, end)
}

/** Several words that begin with a capital and hold nothing that only code does. */
const isSentence = (line: string): boolean =>
  /^[A-Z][\w'’]*[,.!:]?(?: ["'`(]?[\w'’`.-]+["'`),!:]*)+[.:!?…]*$/.test(line.trim())

/** One word that a sentence or a block may follow; or a key in YAML, once nothing does. */
const isExclaimed = (line: string): boolean => /^[A-Z][a-z]+[.:!…]$/.test(line.trim())

/** Models leave out the indentation that all lines share. */
function indentedLike(lines: string[], original: readonly string[]): string[] {
  const indent = indentOf(original) ?? ''
  const isShared = original.every((line) => line.trim() === '' || line.startsWith(indent))
  if (indent === '' || !isShared || indentOf(lines) !== '') return lines
  return lines.map((line) => (line.trim() === '' ? line : indent + line))
}

const indentOf = (lines: readonly string[]) => lines.find((line) => line.trim() !== '')?.match(/^\s*/)?.[0]
