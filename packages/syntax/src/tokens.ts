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
      String.raw`(?<newline>\r?\n|\r)`,
      String.raw`(?<space>[^\S\r\n]+)`,
      `(?<comment>(?:${lineComments.map((mark) => mark.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|')})[^\\r\\n]*|/\\*[^]*?(?:\\*/|$))`,
      // A string ends with its line, except in backticks, whose text is cut into tokens: it is code as often as not.
      String.raw`(?<string>"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')`,
      String.raw`(?<number>\d[\w.]*)`,
      String.raw`(?<word>[\p{L}\p{Nl}_$@][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}$]*)`,
      `(?<operator>${escaped.join('|')}|[^])`,
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
    const groups = regex.exec(text)!.groups as Record<TokenKind, string | undefined>
    const kind = kinds.find((candidate) => groups[candidate] !== undefined)!
    const end = regex.lastIndex
    tokens.push({ kind, start, end })
    start = end
  }
  return tokens
}

const kinds: readonly TokenKind[] = ['word', 'space', 'operator', 'newline', 'string', 'number', 'comment']
