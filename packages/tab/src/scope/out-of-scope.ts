import type { Caret } from '../predictor.ts'
import { wordEnd, wordStart } from '../words.ts'
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
  const isInFile = (name: string, start: number, isPart: boolean) => {
    const key = `${isPart ? '*' : ''}${name}`
    const has = inFile.get(key) ?? hasWord(text, name, offset + start, isPart)
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
    if (isInFile(name, start, isPart)) return undefined
    return visible?.complete ? 'names' : grammar.bringsIn ? 'doubtful' : undefined
  }
  const typed = text.slice(wordStart(text, offset), offset)
  const hasMembers = scopes.hasMembers(path)
  /** Whether there may be something: to read a text takes longer. */
  const isSuspicious = (inserted: string) => {
    for (const { 0: name, index } of (typed + inserted).matchAll(words)) {
      const end = index + name.length - typed.length
      if (hasMembers && index > 0) return true
      if (end > 0 && !grammar.keywords.has(name) && !isInFile(name, index - typed.length, end === inserted.length))
        return true
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

const words = /[\p{L}_$][\p{L}\p{N}_$]*/gu

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

/** Whether a file has a name that is no member of something, and does not start at an offset: it may be declared, or brought in. */
function hasWord(text: string, name: string, except: number, isPart: boolean): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const isMember = text[at - 1] === '.' && text[at - 2] !== '.'
    if (at === except || isMember || wordStart(text, at) !== at) continue
    if (isPart || wordEnd(text, at) === at + name.length) return true
  }
  return false
}
