import { isWord, type TokenIndex, tokensOf } from '@caret/patterns'
import type { Edit } from '@caret/text'
import type { HistoryEntry } from '../history.ts'
import { lineEnd, lineStart } from './lines.ts'
import { addToList } from './name-list.ts'
import { folderOf } from './paths.ts'
import type { EditSource, Proposal } from './source.ts'

/** How many of the last edits are looked at, and how much of the codebase. */
const reach = 3
const mostNames = 12
const mostFiles = 12

/**
 * The other half of what was typed: a name that this file did not have, and that other files import, all of them from the same
 * module, is imported here too.
 */
export const pair: EditSource = {
  name: 'pair',
  propose: ({ history, index }) => {
    const proposals: Proposal[] = []
    for (const entry of history.slice(0, reach)) {
      const { path } = entry
      const names = newIn(entry)
      if (names.length === 0) continue
      const imports = importsIn(path, index)
      for (const name of names) {
        if (imports.some(({ names: known }) => known.includes(name))) continue
        const found = importOf(name, path, index)
        if (!found) continue
        proposals.push({
          edit: { path, ...importInto(index.text(path) ?? '', imports, name, found.statement) },
          source: 'pair',
          probability: found.files > 1 ? several : imports.some(isFrom(found.statement.module)) ? joined : once,
          reason: `${name} is imported from ${found.statement.module} elsewhere`,
          family: `import ${name}`,
        })
      }
    }
    return proposals
  },
}

/** Names that an edit was the first to use. */
function newIn({ before, edit }: HistoryEntry): readonly string[] {
  let names = newNames.get(edit)
  if (!names) {
    const found: string[] = []
    for (const name of usedIn(edit.insert)) {
      if (found.length >= mostNames) break
      if (!hasWord(before, name)) found.push(name)
    }
    newNames.set(edit, (names = found))
  }
  return names
}

/** By the edit, which is asked about again after each of the next ones. */
const newNames = new WeakMap<Edit, readonly string[]>()

/** Names that are called, made or used as types, and are neither members of something nor declared there. */
function usedIn(text: string): string[] {
  const code = text.replaceAll(/^\s*(?:\/\/|\*|\/\*|#).*$/gm, '')
  const tokens = tokensOf(code)
  const used = new Set<string>()
  const declared = new Set<string>()
  for (const [at, token] of tokens.entries()) {
    if (!isWord(token) || token.length < 3) continue
    const [before = '', after = ''] = [tokens[at - 1], tokens[at + 1]]
    if (declarators.has(before) || after === '=' || after === ':') declared.add(token)
    else if (before !== '.' && (after === '(' || users.has(before))) used.add(token)
  }
  return [...used].filter((name) => !declared.has(name))
}

const declarators = new Set('function const let var class type interface enum def async'.split(' '))
const users = new Set('new extends implements : < | & @ instanceof'.split(' '))

/**
 * How likely it is that a name is to be imported as one other file does, from a module that is imported here too or not, or as
 * several do. Replays cannot tell: in these, imports come before what needs them.
 */
const once = 0.15
const joined = 0.5
const several = 0.6

const isFrom = (module: string) => (statement: ImportStatement) => statement.module === module

/** A statement on one line that imports names from a module. */
interface ImportStatement {
  module: string
  names: string[]
  start: number
  /** Its names as they are written, with braces or without, and where. */
  list: string
  listStart: number
  line: string
}

const statements = [
  /^(import (?:type )?\{ ?)([^{}\n]*?)( ?\} from (['"][^'"\n]+['"]);?[ \t]*)$/gm,
  /^(from (\S+) import )([\w, ]+)$/gm,
] as const

/** By a file's tokens, which are others as soon as its text is. */
const known = new WeakMap<Int32Array, readonly ImportStatement[]>()

function importsIn(path: string, index: TokenIndex): readonly ImportStatement[] {
  const tokens = index.tokens(path)
  if (!tokens) return []
  let found = known.get(tokens)
  if (!found) known.set(tokens, (found = findImports(index.text(path)!)))
  return found
}

function findImports(text: string): ImportStatement[] {
  const found: ImportStatement[] = []
  for (const [form, pattern] of statements.entries()) {
    for (const match of text.matchAll(pattern)) {
      const [line, head] = match
      const [list, module] = form === 0 ? [match[2]!, match[4]!] : [match[3]!, match[2]!]
      const names = list.split(',').map((each) => each.trim())
      found.push({ module, names, start: match.index, list, listStart: match.index + head!.length, line })
    }
  }
  return found
}

/** How the other files import a name, if all that can be compared do it from the same module. */
function importOf(name: string, path: string, index: TokenIndex) {
  const number = index.number(name)
  if (number === undefined) return undefined
  const folder = folderOf(path)
  let statement: ImportStatement | undefined
  let files = 0
  for (const other of [...index.holders(number)].slice(0, mostFiles)) {
    if (other === path || extensionOf(other) !== extensionOf(path)) continue
    const its = importsIn(other, index).find(({ names }) => names.includes(name))
    if (!its) continue
    // What is relative to another folder says nothing here.
    if (/^['"]?\./.test(its.module) && folderOf(other) !== folder) continue
    if (statement && statement.module !== its.module) return undefined
    statement ??= its
    files++
  }
  return statement && { statement, files }
}

/** Joins the import from the same module, or comes after the last one. */
function importInto(
  text: string,
  imports: readonly ImportStatement[],
  name: string,
  { module, line, list }: ImportStatement,
) {
  const same = imports.find((each) => each.module === module)
  if (same) return addToList(text, { start: same.listStart, end: same.listStart + same.list.length }, name)
  const last = imports.toSorted((a, b) => a.start - b.start).at(-1)
  const offset = last ? lineEnd(text, last.start) : lineStart(text, 0)
  return { offset, remove: 0, insert: `${line.replace(list, () => name)}\n` }
}

const wordPattern = (word: string) => new RegExp(`(?<![\\w$])${word.replaceAll('$', '\\$')}(?![\\w$])`)
const hasWord = (text: string, word: string) => text.includes(word) && wordPattern(word).test(text)

const extensionOf = (path: string) => path.slice(path.lastIndexOf('.') + 1)
