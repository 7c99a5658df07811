import type { Caret } from '../predictor.ts'
import { wordStart } from '../words.ts'
import { grammarOf } from './grammar.ts'
import type { Scopes, Visible } from './scopes.ts'
import { type NameUse, readerAt, receiverBefore } from './uses.ts'

/** Beginnings of texts, each up to a name that is not known to be there. */
export interface OutOfScope {
  /** What its owner does not have: that is not meant. */
  members: readonly string[]
  /** What a language server does not know, nor the file have: that may be meant, if it is brought in later. */
  names: readonly string[]
  /** What the file does not have, where nobody has said what else is in scope. */
  doubtful: readonly string[]
}

/** What continuations of a text had better not hold, of all that was found. */
export function outOfScope(
  found: readonly string[],
  text: string,
  { path, offset }: Caret,
  scopes: Scopes,
): OutOfScope {
  const beyond = { members: new Set<string>(), names: new Set<string>(), doubtful: new Set<string>() }
  const grammar = grammarOf(path)
  if (!grammar) return { members: [], names: [], doubtful: [] }
  const visible = scopes.names(path)
  const inFile = new Map<string, boolean>()
  const isInFile = (name: string, isPart: boolean) => {
    const key = `${isPart ? '*' : ''}${name}`
    const has = inFile.get(key) ?? hasWord(text, name, offset, isPart)
    inFile.set(key, has)
    return has
  }
  const lacking = ({ name, start, end, of }: NameUse, inserted: string): keyof OutOfScope | undefined => {
    // What ends with the text may go on.
    const isPart = end === inserted.length
    if (of !== undefined) {
      const members = of && scopes.members({ path, offset }, of, text, inserted.slice(0, Math.max(0, start)))
      return members && members.complete && !hasName(members, name, isPart) ? 'members' : undefined
    }
    if (visible && hasName(visible, name, isPart)) return undefined
    if (isInFile(name, isPart)) return undefined
    return visible?.complete ? 'names' : grammar.bringsIn ? 'doubtful' : undefined
  }
  const typed = text.slice(wordStart(text, offset), offset)
  const hasMembers = scopes.hasMembers(path)
  /** Whether there may be something: to read a text takes longer. */
  const isSuspicious = (inserted: string) => {
    for (const { 0: name, index } of (typed + inserted).matchAll(words)) {
      const end = index + name.length - typed.length
      if (hasMembers && index > 0) return true
      if (end > 0 && !grammar.keywords.has(name) && !isInFile(name, end === inserted.length)) return true
    }
    return false
  }
  let reader: ReturnType<typeof readerAt> | null = null
  for (const inserted of found) {
    // What begins others is read with them.
    if (found.some((other) => other !== inserted && other.startsWith(inserted)) || !isSuspicious(inserted)) continue
    if (reader === null) reader = readerAt(grammar, text, offset)
    for (const use of reader?.(inserted) ?? []) {
      const kind = lacking(use, inserted)
      if (kind) beyond[kind].add(inserted.slice(0, use.end))
      if (kind && kind !== 'doubtful') break
    }
  }
  return { members: [...beyond.members], names: [...beyond.names], doubtful: [...beyond.doubtful] }
}

const words = /[A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*/g

/** Names in scope that go on with the word at the caret; so few letters may be anything. */
const leastTyped = 2
const mostNames = 8

/** The likeliest names that are known to be in scope, or members of what is before the caret, and begin with what is typed. */
export function namesAt(text: string, { path, offset }: Caret, scopes: Scopes): string[] {
  const start = wordStart(text, offset)
  if (!scopes.has(path) || start === offset) return []
  const typed = text.slice(start, offset)
  const of = receiverBefore(path, text, start)
  if (of === undefined && typed.length < leastTyped) return []
  const visible = of === undefined ? scopes.names(path) : scopes.members({ path, offset: start }, of, text, '')
  return [...(visible?.names ?? [])].filter((name) => name.startsWith(typed)).slice(0, mostNames)
}

function hasName({ names }: Visible, name: string, isPart: boolean): boolean {
  return names.has(name) || (isPart && [...names].some((each) => each.startsWith(name)))
}

/** Whether a file has a name that is no member of something: it may be declared, or brought in. It mostly stands near. */
function hasWord(text: string, name: string, near: number, isPart: boolean): boolean {
  const isThere = (at: number) =>
    !isWordUnit(text, at - 1) &&
    (isPart || !isWordUnit(text, at + name.length)) &&
    (text[at - 1] !== '.' || text[at - 2] === '.')
  for (let at = text.lastIndexOf(name, near); at >= 0; at = at > 0 ? text.lastIndexOf(name, at - 1) : -1) {
    if (isThere(at)) return true
  }
  for (let at = text.indexOf(name, near); at >= 0; at = text.indexOf(name, at + 1)) if (isThere(at)) return true
  return false
}

/** What `words` has in a word, for what is looked at often. */
function isWordUnit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code > 127
  )
}
