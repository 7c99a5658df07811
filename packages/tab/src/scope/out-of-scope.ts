import type { Caret } from '../predictor.ts'
import { wordEnd, wordStart } from '../words.ts'
import type { Scopes, Visible } from './scopes.ts'
import { type NameUse, readerAt, receiverBefore } from './uses.ts'

/** Beginnings of texts, each up to a name that is known not to be there. */
export interface OutOfScope {
  /** What its owner does not have: that is not meant. */
  members: readonly string[]
  /** What is neither in scope nor in the file: that may be meant, if it is brought in later. */
  names: readonly string[]
}

/** What no continuation of a text should hold, of all that was found. */
export function outOfScope(
  found: readonly string[],
  text: string,
  { path, offset }: Caret,
  scopes: Scopes,
): OutOfScope {
  const reader = scopes.has(path) ? readerAt(path, text, offset) : undefined
  const members = new Set<string>()
  const names = new Set<string>()
  const isThere = (use: NameUse, inserted: string) => {
    const visible =
      use.of === undefined
        ? scopes.names(path)
        : scopes.members({ path, offset }, use.of, text, inserted.slice(0, use.start))
    if (!visible?.complete) return true
    // What ends with the text may go on.
    const isPart = use.end === inserted.length
    return hasName(visible, use.name, isPart) || (use.of === undefined && isInFile(text, use, offset, isPart))
  }
  // What begins others is read with them.
  const whole = reader ? found.filter((text) => !found.some((other) => other !== text && other.startsWith(text))) : []
  for (const inserted of whole) {
    const missing = reader!(inserted).find((use) => !isThere(use, inserted))
    if (missing) (missing.of === undefined ? names : members).add(inserted.slice(0, missing.end))
  }
  return { members: [...members], names: [...names] }
}

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

/** Whether a file has a name elsewhere that is no member of something: it may be declared there, or brought in. */
function isInFile(text: string, { name, start }: NameUse, offset: number, isPart: boolean): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const isTyped = at === offset + start
    const isMember = text[at - 1] === '.' && text[at - 2] !== '.'
    if (isTyped || isMember || wordStart(text, at) !== at) continue
    if (isPart || wordEnd(text, at) === at + name.length) return true
  }
  return false
}
