import { type Parsed, withTree } from './parse.ts'
import type { TextRange } from './text-range.ts'

/** A place that the grammar could not read: text that does not fit, or, with an empty range, something missing. */
export interface SyntaxFault extends TextRange {
  missing: boolean
}

/** The places of a text that do not fit its grammar. Undefined where there is no tree: see {@link withTree}. */
export function syntaxErrors(path: string, text: string, signal?: AbortSignal): Promise<SyntaxFault[] | undefined> {
  return withTree(path, text, errorsOf, signal)
}

async function errorsOf({ root }: Parsed): Promise<SyntaxFault[]> {
  const found: SyntaxFault[] = []
  const ahead = [root]
  for (let node = ahead.pop(); node; node = ahead.pop()) {
    const { isMissing: missing, startIndex: start, endIndex: end } = node
    if (missing || node.isError) found.push({ start, end, missing })
    if (node.hasError) for (const child of node.children.toReversed()) ahead.push(child)
  }
  return found
}
