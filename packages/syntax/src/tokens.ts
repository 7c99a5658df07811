/**
 * A piece of source text, in a lexical grammar that fits most programming languages well enough to compare and to predict
 * code with: words, numbers, strings, comments, runs of blanks, line breaks, operators.
 */
export interface Token {
  kind: TokenKind
  /** In UTF-16 units. */
  start: number
  end: number
}

export type TokenKind = 'word' | 'number' | 'string' | 'comment' | 'space' | 'newline' | 'operator'

export interface TokenizeOptions {
  /** What starts a comment that ends with its line; default `//` and `#`. */
  lineComments?: readonly string[]
}

const operators = [
  '>>>=',
  '...',
  '===',
  '!==',
  '**=',
  '<<=',
  '>>=',
  '>>>',
  '&&=',
  '||=',
  '??=',
  '=>',
  '->',
  '::',
  '==',
  '!=',
  '<=',
  '>=',
  '&&',
  '||',
  '??',
  '?.',
  '++',
  '--',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '&=',
  '|=',
  '^=',
  '<<',
  '>>',
  '**',
  ':=',
  '..',
  '<-',
]
const escaped = operators.map((operator) => operator.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))

const pattern = (lineComments: readonly string[]) =>
  new RegExp(
    [
      String.raw`\r?\n|\r`,
      String.raw`[^\S\r\n]+`,
      `(?:${lineComments.map((mark) => mark.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|')})[^\\r\\n]*|/\\*[^]*?(?:\\*/|$)`,
      // A string ends with its line, except in backticks, whose text is cut into tokens: it is code as often as not.
      String.raw`"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'`,
      String.raw`\d[\w.]*`,
      String.raw`[\p{L}\p{Nl}_$@][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}$]*`,
      `${escaped.join('|')}|[^]`,
    ].join('|'),
    'uy',
  )

const defaultComments = ['//', '#'] as const
const patterns = new Map<string, RegExp>()

/** Cuts all of `text` into tokens; joined, they are the text again. Never throws: what fits nothing is an operator. */
export function tokenize(text: string, { lineComments = defaultComments }: TokenizeOptions = {}): Token[] {
  const key = lineComments.join(' ')
  let regex = patterns.get(key)
  if (!regex) patterns.set(key, (regex = pattern(lineComments)))
  const tokens: Token[] = []
  let start = 0
  while (start < text.length) {
    regex.lastIndex = start
    // Without a match object, and the kind told by the first character: twice as fast as groups with names.
    regex.test(text)
    const end = regex.lastIndex
    tokens.push({ kind: kindOf(text, start, end, lineComments), start, end })
    start = end
  }
  return tokens
}

function kindOf(text: string, start: number, end: number, lineComments: readonly string[]): TokenKind {
  const code = text.charCodeAt(start)
  const kind = code < 128 ? kinds[code]! : kindBeyondAscii(text, start)
  if (kind === 'newline' || kind === 'space' || kind === 'number') return kind
  for (const mark of lineComments) if (text.startsWith(mark, start)) return 'comment'
  if (code === slash && text.charCodeAt(start + 1) === star) return 'comment'
  // A quote without its partner.
  return kind === 'string' && end - start === 1 ? 'operator' : kind
}

function kindBeyondAscii(text: string, start: number): TokenKind {
  const character = String.fromCodePoint(text.codePointAt(start)!)
  return /[\p{L}\p{Nl}]/u.test(character) ? 'word' : /\s/.test(character) ? 'space' : 'operator'
}

const [slash, star] = [47, 42]
const kinds = Array.from({ length: 128 }, (_, code): TokenKind => {
  const character = String.fromCharCode(code)
  if (/[\r\n]/.test(character)) return 'newline'
  if (/\s/.test(character)) return 'space'
  if (/\d/.test(character)) return 'number'
  if (/[\w$@]/.test(character)) return 'word'
  return /["']/.test(character) ? 'string' : 'operator'
})
