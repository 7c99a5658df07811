/**
 * Source text as a stream of pieces, small enough that code, comments and prose are all predicted piece by piece: words,
 * numbers, operators, each with the one space before it; a line break together with the blank lines and the indentation that
 * follow it, told relative to the line before, so that the same code matches at any depth.
 */
export interface Piece {
  /** The piece's name in the vocabulary. A line break's is written by `breakName`; all others are the text itself. */
  name: string
  /** In UTF-16 units of the text. */
  start: number
  end: number
}

const longestWord = 64
/** Stands for what is no use to predict: hashes, encoded data. */
export const unpredictable = '\uFFFC'

/** Calls `emit` for each piece of `text`, in order. `indent` is the indentation of the line that `text` starts in. */
export function cutPieces(text: string, emit: (name: string, start: number, end: number) => void, indent = ''): void {
  const { length } = text
  let at = 0
  let base = indent
  if (length > 0 && isBlank(text.charCodeAt(0))) {
    const end = skipBlanks(text, 0)
    if (end < length && !isBreak(text.charCodeAt(end))) {
      base = text.slice(0, end)
      emit(breakName(0, '', base), 0, end)
      at = end
    }
  }
  while (at < length) {
    const start = at
    let code = text.charCodeAt(at)
    if (isBlank(code)) {
      const end = skipBlanks(text, at)
      if (end < length && isBreak(text.charCodeAt(end))) {
        at = end
        code = text.charCodeAt(at)
      } else if (end - at > 1 || code !== space || end === length) {
        at = end
        emit(text.slice(start, end), start, end)
        continue
      } else {
        at = end
        code = text.charCodeAt(at)
      }
    }
    if (isBreak(code)) {
      let breaks = 0
      let line = at
      while (at < length) {
        const one = text.charCodeAt(at)
        if (one === newline) {
          breaks++
          line = ++at
        } else if (isBlank(one) || one === carriageReturn) at++
        else break
      }
      const next = text.slice(line, at)
      emit(breakName(breaks, base, next), start, at)
      base = next
      continue
    }
    at = endOfSolid(text, at, code)
    emit(at - start > longestWord ? unpredictable : text.slice(start, at), start, at)
  }
}

/** All pieces of `text`. */
export function pieces(text: string): Piece[] {
  const all: Piece[] = []
  cutPieces(text, (name, start, end) => all.push({ name, start, end }))
  return all
}

/** A line break in the vocabulary: how many breaks, and how the indentation `next` differs from `base`. */
export function breakName(breaks: number, base: string, next: string): string {
  const count = String.fromCharCode(48 + Math.min(breaks, 3))
  if (next === base) return `\n${count}`
  if (next.startsWith(base)) return `\n${count}+${next.slice(base.length)}`
  if (base.startsWith(next)) return `\n${count}-${base.length - next.length}`
  return `\n${count}=${next}`
}

export const isBreakName = (name: string): boolean => name.charCodeAt(0) === newline

/** What a piece writes into a text, after a line indented by `base`; undefined where a break takes off more than there is. */
export function pieceText(name: string, base: string, lineEnd = '\n'): string | undefined {
  if (!isBreakName(name)) return name
  const next = indentAfter(name, base)
  return next === undefined ? undefined : lineEnd.repeat(name.charCodeAt(1) - 48) + next
}

/** The indentation of the line that the line break `name` begins. */
export function indentAfter(name: string, base: string): string | undefined {
  const rest = name.slice(3)
  switch (name[2]) {
    case undefined:
      return base
    case '+':
      return base + rest
    case '-':
      return Number(rest) > base.length ? undefined : base.slice(0, base.length - Number(rest))
    default:
      return rest
  }
}

const [space, newline, carriageReturn] = [32, 10, 13]
const isBreak = (code: number) => code === newline || code === carriageReturn
const isBlank = (code: number) => code === space || code === 9

function skipBlanks(text: string, at: number): number {
  while (at < text.length && isBlank(text.charCodeAt(at))) at++
  return at
}

const [operator, digit, letter] = [0, 1, 2]
const classes = new Uint8Array(128)
for (let code = 0; code < 128; code++) {
  const character = String.fromCharCode(code)
  classes[code] = /\d/.test(character) ? digit : /[\w$]/.test(character) ? letter : operator
}
const classOf = (code: number) => (code < 128 ? classes[code]! : letter)

const joined = new Set(
  (
    '>>>= ... === !== **= <<= >>= >>> &&= ||= ??= => -> :: == != <= >= && || ?? ?. ++ -- += -= *= /= %= &= |= ^= << >> ** ' +
    ':= .. <- // /* */ /** /// </ /> """ \'\'\' ``` ${ #[ <!-- --> ()'
  ).split(' '),
)
const joins = new Uint8Array(128)
for (const text of joined) joins[text.charCodeAt(0)] = 1

function endOfSolid(text: string, start: number, first: number): number {
  const kind = classOf(first)
  let at = start + 1
  if (kind === operator) {
    while (at < text.length && text.charCodeAt(at) === first) at++
    if (at - start > 3) return at
    if (joins[first]) {
      for (let length = Math.min(4, text.length - start); length > 1; length--) {
        if (joined.has(text.slice(start, start + length))) return start + length
      }
    }
    return start + 1
  }
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (classOf(code) === operator && !(kind === digit && code === 46 && classOf(text.charCodeAt(at + 1)) === digit))
      break
    at++
  }
  return at
}
