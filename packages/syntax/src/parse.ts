import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import type { Node, Parser, Query, QueryMatch } from 'web-tree-sitter'
import type { Grammar } from './grammars/grammar.ts'
import { grammars } from './grammars/index.ts'
import { type Language, languageOf } from './languages.ts'
import { maxSourceSize } from './source-files.ts'
import type { TextRange } from './text-range.ts'

/** A text's tree while it lives, and what to ask it. */
export interface Parsed {
  text: string
  root: Node
  grammar: Grammar
  /** All that the queries match, one after the other. */
  match: (...queries: QueryPart[]) => Promise<QueryMatch[]>
}

export type QueryPart = 'definitions' | 'names' | 'leads' | 'scopes' | 'imports'

/** Thrown if a grammar that Caret comes with cannot be loaded. */
export class GrammarError extends Error {
  constructor(language: Language, cause: unknown) {
    super(`The grammar of ${language} cannot be loaded. Install Caret's packages anew: npm install.`, { cause })
    this.name = 'GrammarError'
  }
}

/**
 * What `read` makes of the tree of a file's text; the tree is gone afterwards, so nodes must not be kept. Undefined if there is
 * no grammar for the file, the text is longer than `maxSourceSize`, or parsing takes more than a few seconds. The work is cut
 * into slices, between which other work has its turn.
 * @throws the signal's reason once it is aborted; {@link GrammarError}
 */
export async function withTree<T>(
  path: string,
  text: string,
  read: (parsed: Parsed) => Promise<T>,
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
      if (!tree) return undefined
      const root = tree.rootNode
      const match = matcher((part) => matchIn(root, query(part), signal))
      return await read({ ...{ text, root, match }, grammar: grammars[language] })
    } finally {
      tree?.delete()
    }
  } finally {
    parser.delete()
  }
}

/** Who asks twice about a tree is answered once. */
function matcher(find: (part: QueryPart) => Promise<QueryMatch[]>): Parsed['match'] {
  const found = new Map<QueryPart, Promise<QueryMatch[]>>()
  return async (...parts) => {
    const all: QueryMatch[][] = []
    for (const part of parts) {
      let matches = found.get(part)
      if (!matches) found.set(part, (matches = find(part)))
      all.push(await matches)
    }
    return all.flat()
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

/** Slice by slice at the top level: what lies in a child of the root is matched as a whole. */
async function matchIn(root: Node, query: Query, signal: AbortSignal | undefined): Promise<QueryMatch[]> {
  const pieces = piecesOf(root)
  const found: QueryMatch[] = []
  let end = performance.now() + slice
  for (const { start, end: pieceEnd } of pieces) {
    // A query's range counts in bytes, two to a unit.
    for (const match of query.matches(root, { startIndex: 2 * start, endIndex: 2 * pieceEnd })) {
      const at = match.captures[0]?.node.startIndex ?? -1
      // What touches a piece is found with it too.
      if (at >= start && (at < pieceEnd || pieceEnd === root.endIndex)) found.push(match)
    }
    if (performance.now() <= end) continue
    await turn()
    signal?.throwIfAborted()
    end = performance.now() + slice
  }
  return found
}

function piecesOf(root: Node): TextRange[] {
  const pieces: TextRange[] = []
  let start = 0
  for (const { endIndex } of root.children) {
    if (endIndex - start < pieceLength) continue
    pieces.push({ start, end: endIndex })
    start = endIndex
  }
  return [...pieces, { start, end: root.endIndex }]
}

/** So much is read in a few milliseconds. */
const pieceLength = 8192

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
    if (!made) queries.set(part, (made = new Query(loaded, grammar[part])))
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

/** Found at run time, so that a bundle finds it too. */
const wasmFolder = () =>
  `${dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/package.json'))}/wasm`
