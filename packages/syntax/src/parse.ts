import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { Node, Parser, Query, QueryMatch } from 'web-tree-sitter'
import type { Grammar } from './grammars/grammar.ts'
import { grammars } from './grammars/index.ts'
import { type Language, languageOf } from './languages.ts'
import { maxSourceSize } from './source-files.ts'

/** A text's tree while it lives, and what to ask it. */
export interface Parsed {
  text: string
  root: Node
  grammar: Grammar
  /** All that the queries match, one after the other. */
  match: (...queries: QueryPart[]) => QueryMatch[]
}

export type QueryPart = 'definitions' | 'names' | 'leads' | 'scopes' | 'imports' | 'errors'

/** Thrown if a grammar that Caret comes with cannot be loaded. */
export class GrammarError extends Error {
  constructor(language: Language, cause: unknown) {
    super(`The grammar of ${language} cannot be loaded. Install Caret's packages anew: npm install.`, { cause })
    this.name = 'GrammarError'
  }
}

/**
 * What `read` makes of the tree of a file's text; the tree is gone afterwards, so nodes must not be kept. Undefined if there is
 * no grammar for the file, the text is longer than `maxSourceSize`, or parsing takes more than a few seconds. Parsing is cut
 * into slices, between which other work has its turn.
 * @throws the signal's reason once it is aborted; {@link GrammarError}
 */
export async function withTree<T>(
  path: string,
  text: string,
  read: (parsed: Parsed) => T,
  signal?: AbortSignal,
): Promise<T | undefined> {
  signal?.throwIfAborted()
  const language = languageOf(path)
  if (!language || text.length > maxSourceSize) return undefined
  const { createParser, query } = await load(language)
  const parser = createParser()
  try {
    const tree = await parse(parser, text, signal)
    try {
      return (
        tree &&
        read({
          ...{ text, root: tree.rootNode, grammar: grammars[language] },
          match: matcher((part) => query(part).matches(tree.rootNode)),
        })
      )
    } finally {
      tree?.delete()
    }
  } finally {
    parser.delete()
  }
}

/** Who asks twice about a tree is answered once. */
function matcher(find: (part: QueryPart) => QueryMatch[]): Parsed['match'] {
  const found = new Map<QueryPart, QueryMatch[]>()
  return (...parts) =>
    parts.flatMap((part) => {
      let matches = found.get(part)
      if (!matches) found.set(part, (matches = find(part)))
      return matches
    })
}

/** In milliseconds. */
const slice = 10
const longest = 3000

async function parse(parser: Parser, text: string, signal: AbortSignal | undefined) {
  for (let spent = 0; spent < longest; spent += slice) {
    signal?.throwIfAborted()
    const end = performance.now() + slice
    // A parser that was stopped goes on where it was.
    const tree = parser.parse(text, null, { progressCallback: () => performance.now() > end })
    if (tree) return tree
    await turn()
  }
  return undefined
}

interface LoadedLanguage {
  createParser: () => Parser
  /** Kept once made. */
  query: (part: QueryPart) => Query
}

const languages = new Map<Language, Promise<LoadedLanguage>>()

function load(language: Language): Promise<LoadedLanguage> {
  let loading = languages.get(language)
  if (!loading) {
    loading = loadLanguage(language).catch((error: unknown) => {
      languages.delete(language)
      throw new GrammarError(language, error)
    })
    languages.set(language, loading)
  }
  return loading
}

async function loadLanguage(language: Language): Promise<LoadedLanguage> {
  // Most who use this room need no trees.
  const { Language: Grammars, Parser, Query } = await treeSitter()
  const grammar = grammars[language]
  const loaded = await Grammars.load(`${wasmFolder()}/tree-sitter-${grammar.wasm}.wasm`)
  const createParser = () => new Parser().setLanguage(loaded)
  const queries = new Map<QueryPart, Query>()
  const query = (part: QueryPart) => {
    let made = queries.get(part)
    if (!made) queries.set(part, (made = new Query(loaded, sourceOf(grammar, part))))
    return made
  }
  return { createParser, query }
}

let started: ReturnType<typeof startTreeSitter> | undefined
const treeSitter = () => (started ??= startTreeSitter())

async function startTreeSitter() {
  const module = await import('web-tree-sitter')
  await module.Parser.init()
  return module
}

const sourceOf = (grammar: Grammar, part: QueryPart): string =>
  part === 'errors' ? '(ERROR) @error (MISSING) @error' : grammar[part]

/** Found at run time, so that a bundle finds it too. */
const wasmFolder = () =>
  `${dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/package.json'))}/wasm`
