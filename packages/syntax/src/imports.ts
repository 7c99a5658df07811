import type { ImportedNames } from './grammars/grammar.ts'
import { type Parsed, withTree } from './parse.ts'
import type { TextRange } from './text-range.ts'

/** What a file brings in from one source. */
export interface Import extends ImportedNames {
  /** The statement that says so, or its part. */
  range: TextRange
}

/** The imports of a file, in the order of the text. Undefined where there is no tree: see {@link withTree}. */
export function imports(path: string, text: string, signal?: AbortSignal): Promise<Import[] | undefined> {
  return withTree(path, text, importsOf, signal)
}

export async function importsOf({ grammar, match }: Parsed): Promise<Import[]> {
  return (await match('imports'))
    .flatMap(({ captures }) => captures.filter(({ name }) => name === 'import'))
    .flatMap(({ node }) =>
      grammar.readImport(node).map((read) => ({ ...read, range: { start: node.startIndex, end: node.endIndex } })),
    )
}
