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

const errorsOf = ({ root, match }: Parsed): SyntaxFault[] =>
  root.hasError
    ? match('errors').flatMap(({ captures }) =>
        captures.map(({ node }) => ({ start: node.startIndex, end: node.endIndex, missing: node.isMissing })),
      )
    : []
