import { linear, probabilityOf, type TokenIndex } from '@caret/patterns'
import type { Edit } from '@caret/text'
import type { HistoryEntry } from '../history.ts'
import type { Caret } from '../predictor.ts'
import { type ArgumentList, argumentsAt, insertPart, openBracketBefore, removePart } from './argument-list.ts'
import { lineStart } from './lines.ts'
import type { EditSource, Proposal } from './source.ts'
import { fewOf, whereabouts } from './whereabouts.ts'

/** How many of the last edits are looked at, and how much of the codebase. */
const reach = 6
const mostFiles = 16
const mostSites = 60
/** So far back, in UTF-16 units, a name may have been declared that a call can use. */
const scope = 3000

/**
 * A parameter was added to a function, or taken out: so is the argument of its callers, where a variable of that name is at
 * hand, and the parameter of what is declared under the same name elsewhere.
 */
export const signature: EditSource = {
  name: 'signature',
  propose: ({ history, texts, index, caret }) => {
    const proposals: Proposal[] = []
    for (const [age, entry] of history.slice(0, reach).entries()) {
      const changed = changedIn(entry, texts.get(entry.path) ?? '')
      if (!changed) continue
      const sites = [...sitesOf(changed, index, caret)]
      for (const { path, edit, features } of sites) {
        const all = { ...features, age: Math.log2(1 + age), sites: Math.log2(sites.length) }
        proposals.push({
          edit: { path, ...edit },
          source: 'signature',
          probability: probabilityOf(scoreOf(all)),
          features: all,
          reason: `${changed.head} ${changed.added ? 'takes' : 'no longer takes'} ${changed.name}`,
          family: `${changed.added ? '+' : '-'} ${changed.head} ${changed.name}`,
        })
      }
    }
    return proposals
  },
}

/** What became of a function's parameters. */
interface ChangedParameters {
  path: string
  /** Where the list opens in the text as it is now. */
  open: number
  head: string
  added: boolean
  /** Which parameter, and how many there were before; what stands for the object itself does not count. */
  index: number
  before: number
  name: string
  /** The parameter as it is declared. */
  parameter: string
  optional: boolean
}

function changedIn(entry: HistoryEntry, text: string): ChangedParameters | undefined {
  const { path, edit, offset } = entry
  if (edit.remove > 400 || edit.insert.length > 400) return undefined
  const opened = listBefore(entry)
  const opens = opened && listAt(text, offset)
  if (!opens || opens.head !== opened.head || !isDeclaration(text, opens.open, opens.head)) return undefined
  const { open, head, list: now } = opens
  const old = opened.list
  if (Math.abs(now.parts.length - old.parts.length) !== 1) return undefined
  const added = now.parts.length > old.parts.length
  const [long, short] = added ? [now.parts, old.parts] : [old.parts, now.parts]
  const index = long.findIndex(({ text: part }, at) => part !== short[at]?.text)
  if (!short.slice(index).every(({ text: part }, at) => part === long[index + 1 + at]!.text)) return undefined
  const self = selfPattern.test(old.parts[0]?.text ?? '') ? 1 : 0
  const parameter = long[index]!.text
  const name = nameOf(parameter, path)
  if (name === undefined || index < self) return undefined
  return {
    ...{ path, open, head, added, name, parameter, index: index - self, before: old.parts.length - self },
    optional: /[=?]/.test(parameter),
  }
}

/** A bracketed list behind a name. */
interface HeadedList {
  open: number
  head: string
  list: ArgumentList
}

/** The list that an offset is in. */
function listAt(text: string, offset: number): HeadedList | undefined {
  const open = openBracketBefore(text, offset)
  if (open === undefined) return undefined
  const head = headOf(text, open)
  const list = head === undefined ? undefined : argumentsAt(text, open)
  return list && { open, head: head!, list }
}

/** The list that an edit was made in; asked for again after each of the next ones. */
function listBefore({ before, edit }: HistoryEntry): HeadedList | undefined {
  if (!lists.has(edit)) lists.set(edit, listAt(before, edit.offset))
  return lists.get(edit)
}

const lists = new WeakMap<Edit, HeadedList | undefined>()

const selfPattern = /^(?:&?(?:'\w+ )?(?:mut )?self\b|cls\b|this:)/
const declarators = new Set('function def fn func constructor fun sub proc'.split(' '))
const flow = new Set('if for while switch catch return await match elif with new throw typeof super'.split(' '))

/** The name before a bracket, type parameters left out. */
function headOf(text: string, open: number): string | undefined {
  const before = text.slice(Math.max(0, open - 200), open)
  const name = /([\p{L}_$][\p{L}\p{N}_$]*)\s*(?:<[^<>()]*>)?\s*$/u.exec(before)?.[1]
  if (name !== undefined && !declarators.has(name) && !flow.has(name) && name !== 'async') return name
  return /(?:const|let|var)\s+([\p{L}_$][\p{L}\p{N}_$]*)[^=;{}]*=\s*(?:async\s*)?(?:function\s*)?$/u.exec(before)?.[1]
}

/** Whether a bracketed list is that of a declaration, and not that of a call. */
function isDeclaration(text: string, open: number, head: string): boolean {
  const line = text.slice(lineStart(text, open), open)
  if (/(?:^|\s)(?:function\*?|def|fn|func|fun)\b/.test(line)) return true
  const list = argumentsAt(text, open)
  const after = list ? text.slice(list.close + 1, list.close + 120) : ''
  if (/(?:const|let|var)\s/.test(line)) return /^[^;\n]*=>/.test(after) || /function\s*$/.test(line)
  // A method has nothing but modifiers before its name, and a body or a type after its list.
  const modifiers = line.slice(0, line.lastIndexOf(head)).trim()
  return (
    /^[\w\s*#@]*$/.test(modifiers) &&
    !/\b(?:return|await|new|throw)\b/.test(modifiers) &&
    /^\s*(?::[^\n]*)?\{/.test(after)
  )
}

/** What a parameter is called: before its type, or after it where a language has it so. */
function nameOf(parameter: string, path: string): string | undefined {
  const plain = parameter
    .replace(/=.*$/s, '')
    .replaceAll(/@\w+(?:\([^)]*\))?\s*/g, '')
    .trim()
  if (/\.(?:java|cs|c|cc|cpp|h|hpp|kt)$/.test(path) && !plain.includes(':'))
    return /([\p{L}_]\w*)\s*$/u.exec(plain)?.[1]
  return /^(?:\.\.\.|\*{1,2}|(?:readonly|public|private|protected|mut)\s+)*([\p{L}_$][\p{L}\p{N}_$]*)/u.exec(plain)?.[1]
}

function* sitesOf(changed: ChangedParameters, index: TokenIndex, caret: Caret) {
  const number = index.number(changed.head)
  const bracket = index.number('(')
  if (number === undefined || bracket === undefined) return
  let sites = 0
  for (const path of fewOf(index.holders(number), [changed.path, caret.path], mostFiles)) {
    const tokens = index.tokens(path)!
    const { text, starts } = index.lexed(path)!
    let turn = 0
    for (let at = tokens.indexOf(number); at >= 0; at = tokens.indexOf(number, at + 1)) {
      const open = openAfter(tokens, at, bracket, starts, text)
      if (open === undefined || (path === changed.path && open === changed.open)) continue
      const list = argumentsAt(text, open)
      const made = list && madeAt(changed, text, list, path)
      if (!made) continue
      if (++sites > mostSites) return
      yield {
        path,
        edit: made.edit,
        features: {
          ...made.features,
          added: changed.added ? 1 : 0,
          optional: changed.optional ? 1 : 0,
          first: changed.index === 0 ? 1 : 0,
          ...whereabouts(path, open, caret),
          origin: path === changed.path ? 1 : 0,
          turn: Math.log2(1 + turn++),
          holders: Math.log2(index.holders(number).size),
        },
      }
    }
  }
}

/** Where the list after a name opens, type arguments left out. */
function openAfter(tokens: Int32Array, at: number, bracket: number, starts: Int32Array, text: string) {
  if (tokens[at + 1] === bracket) return starts[at + 1]!
  const end = starts[at + 1]
  if (end === undefined || text[end] !== '<') return undefined
  const found = /^<[^<>()]*>\(/.exec(text.slice(end, end + 120))
  return found ? end + found[0].length - 1 : undefined
}

/** What is to be done with one list, if anything. */
function madeAt(changed: ChangedParameters, text: string, list: ArgumentList, path: string) {
  const { head, added, name, parameter, index, before } = changed
  const declared = isDeclaration(text, list.open, head)
  const self = declared && selfPattern.test(list.parts[0]?.text ?? '') ? 1 : 0
  const count = list.parts.length - self
  const at = index + self
  const names = list.parts.map(({ text: part }) => part)
  const features = {
    declared: declared ? 1 : 0,
    full: count === before ? 1 : 0,
    spread: /\.\.\.|\*/.test(names.join()) ? 1 : 0,
  }
  if (!added) {
    if (list.parts[at] === undefined || count > before) return undefined
    const same = nameOf(names[at]!, path) === name
    if (declared && !same) return undefined
    return { edit: removePart(list, at), features: { ...features, same: same ? 1 : 0 } }
  }
  if (count < index || count > before) return undefined
  if (names.some((part) => nameOf(part, path) === name)) return undefined
  if (declared) return { edit: insertPart(text, list, at, parameter), features: { ...features, known: 1 } }
  const keyword = path.endsWith('.py') && /^\w+\s*=[^=]/.test(names.at(-1) ?? '') && at === list.parts.length
  const pattern = new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`)
  const known = pattern.test(text.slice(Math.max(0, list.open - scope), list.open))
  return {
    edit: insertPart(text, list, at, keyword ? `${name}=${name}` : name),
    features: { ...features, known: known ? 1 : 0, keyword: keyword ? 1 : 0 },
  }
}

/** Log odds, until the ranker compares. */
const weights: Record<string, number> = {
  age: -0.5,
  below: 0.8,
  declared: 0.3,
  full: 1,
  here: 1.2,
  holders: -0.2,
  known: 1.5,
  onward: 0.8,
  optional: -1.5,
  origin: 0.5,
  same: 0.5,
  turn: -0.3,
}
const bias = -3.5

/** Log odds that it is what comes next. */
const scoreOf = linear(weights, bias)
