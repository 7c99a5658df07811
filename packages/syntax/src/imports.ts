import { type Parsed, withTree } from './parse.ts'

/** What a file brings in from one source: a module's path as written, a package, a header. */
export interface Import {
  source: string
  /**
   * A `name` of the source and what it is called here. `*` is all of the source: under one local name, or each under its own, `*`
   * again. What is only exported again is listed too. Empty where names are not said, as in C.
   */
  names: { name: string; local: string }[]
}

/** The imports of a file, in the order of the text. Undefined where there is no tree: see {@link withTree}. */
export function imports(path: string, text: string, signal?: AbortSignal): Promise<Import[] | undefined> {
  return withTree(path, text, importsOf, signal)
}

const importsOf = ({ grammar, match }: Parsed): Import[] =>
  match(['imports'])
    .flatMap(({ captures }) => captures.filter(({ name }) => name === 'import'))
    .flatMap(({ node }) => grammar.readImport(node))
