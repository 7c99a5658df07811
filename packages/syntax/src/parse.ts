import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { Language as Loaded, type Node, Parser, Query, type QueryMatch } from 'web-tree-sitter'
import type { Grammar } from './grammars/grammar.ts'
import { grammars } from './grammars/index.ts'
import { type Language, languageOf } from './languages.ts'
import { maxSourceSize } from './source-files.ts'

/** A part of a text: offsets in UTF-16 units, the end exclusive. */
export interface TextRange {
  start: number
  end: number
}

/** A text's tree while it lives, and what to ask it. */
export interface Parsed {
  text: string
  root: Node
  grammar: Grammar
  /** All that the queries match, in the text or a range of it. */
  match: (queries: readonly QueryPart[], range?: TextRange) => QueryMatch[]
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
  const { loaded, query } = await load(language)
  const parser = new Parser()
  try {
    parser.setLanguage(loaded)
    const tree = await parse(parser, text, signal)
    try {
      return (
        tree &&
        read({
          ...{ text, root: tree.rootNode, grammar: grammars[language] },
          match: (parts, range) =>
            query(parts).matches(tree.rootNode, range ? { startIndex: range.start, endIndex: range.end } : {}),
        })
      )
    } finally {
      tree?.delete()
    }
  } finally {
    parser.delete()
  }
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
  loaded: Loaded
  /** Kept once made. */
  query: (parts: readonly QueryPart[]) => Query
}

const languages = new Map<Language, Promise<LoadedLanguage>>()
let started: Promise<void> | undefined

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
  await (started ??= Parser.init())
  const grammar = grammars[language]
  const loaded = await Loaded.load(`${wasmFolder()}/tree-sitter-${grammar.wasm}.wasm`)
  const queries = new Map<string, Query>()
  const query = (parts: readonly QueryPart[]) => {
    const key = parts.join()
    let made = queries.get(key)
    if (!made) queries.set(key, (made = new Query(loaded, parts.map((part) => sourceOf(grammar, part)).join('\n'))))
    return made
  }
  return { loaded, query }
}

const sourceOf = (grammar: Grammar, part: QueryPart): string =>
  part === 'errors' ? '(ERROR) @error (MISSING) @error' : grammar[part]

/** Found at run time, so that a bundle finds it too. */
const wasmFolder = () =>
  `${dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/package.json'))}/wasm`
