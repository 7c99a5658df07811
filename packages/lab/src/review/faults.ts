import { tokenize } from '@caret/syntax'
import { lineStarts, linesOf, type LineSpan } from '@caret/text'

/** What goes wrong in code, and is to be seen in its review. */
export const faultKinds = [
  'negation',
  'border',
  'await',
  'empty-catch',
  'check',
  'null',
  'any',
  'arguments',
  'signature',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** A fault that could be put into a text. */
export interface Fault {
  kind: FaultKind
  /** Where it is in the text that has it, counted from 0. */
  line: number
  /** The text with it. */
  text: string
}

/** All faults of the kinds that could be made on these lines of a program's text, strings and comments left alone. */
export function faultsIn(path: string, text: string, spans: readonly LineSpan[]): Fault[] {
  const lines = linesOf(text)
  const code = withoutProse(text, lines, /\.(py|pyi|rb|sh)$/.test(path))
  const faults: Fault[] = []
  for (const { start, end } of spans) {
    for (let line = start; line < Math.min(end, lines.length); line++) {
      for (const [kind, make] of makers) {
        const made = make(line, { path, lines, code })
        if (!made) continue
        const { from = line, to = line + 1, put } = made
        const changed = [...lines.slice(0, from), ...put, ...lines.slice(to)].join('\n')
        if (changed !== text) faults.push({ kind, line: from, text: changed })
      }
    }
  }
  return faults
}

interface Source {
  path: string
  lines: readonly string[]
  /** The lines with blanks for what is in strings and comments. */
  code: readonly string[]
}

/** Lines `from` up to `to` become `put`; by default the line itself does. */
interface Made {
  from?: number
  to?: number
  put: string[]
}

type Maker = (line: number, source: Source) => Made | undefined

const makers: readonly (readonly [FaultKind, Maker])[] = [
  ['negation', replaced(/(?<=[(&|=,]\s*|return )!(?=[\w(])|\bnot (?=\w)/, '')],
  ['negation', replaced(/(?<=\bif \()(?=[\w.]+\) )/, '!')],
  ['negation', replaced(/ === (?=\S)/, ' !== ')],
  ['border', replaced(/(?<=[\w)\]] )[<>]=?(?= [\w(])/, (sign) => (sign.length > 1 ? sign[0]! : `${sign}=`))],
  ['border', replaced(/(?<=[\w)\]]) [+-] 1(?![\w.])/, '')],
  ['await', replaced(/\bawait (?=[\w(])/, '')],
  ['null', replaced(/\?\.(?=\w)/, '.')],
  ['null', replaced(/ \?\? [\w'".[\]]+(?=[;,)]|$)/, '')],
  ['any', only(/\.tsx?$/, replaced(/(?<=[(,] ?\w+\??: )[A-Z]\w*(\[\])?(?=[,)])/, 'any'))],
  ['arguments', swapped],
  ['signature', lessParameters],
  ['empty-catch', emptied],
  ['check', unchecked],
]

/** The first place on the line that fits has another text. */
function replaced(pattern: RegExp, put: string | ((found: string) => string)): Maker {
  return (line, { lines, code }) => {
    const found = pattern.exec(code[line]!)
    if (!found) return undefined
    const end = found.index + found[0].length
    const text = typeof put === 'string' ? put : put(found[0])
    return { put: [lines[line]!.slice(0, found.index) + text + lines[line]!.slice(end)] }
  }
}

function only(paths: RegExp, make: Maker): Maker {
  return (line, source) => (paths.test(source.path) ? make(line, source) : undefined)
}

/** Two plain arguments of a call change places. */
function swapped(line: number, { lines, code }: Source): Made | undefined {
  const text = code[line]!
  if (/\b(function|def|func|fn|class|constructor|import|if|for|while)\b|=>/.test(text)) return undefined
  const call = /(?<=\b\w+\()([A-Za-z_][\w.]*), ([A-Za-z_][\w.]*)(?=[,)])/.exec(text)
  if (!call || call[1] === call[2]) return undefined
  const end = call.index + call[0].length
  return { put: [`${lines[line]!.slice(0, call.index)}${call[2]}, ${call[1]}${lines[line]!.slice(end)}`] }
}

/** Something that others call loses its last parameter. */
function lessParameters(line: number, { lines, code }: Source): Made | undefined {
  const head =
    /^(?:export (?:default )?(?:async )?function \w+|func (?:\([^)]*\) )?[A-Z]\w*|\s*pub fn \w+|\s*def [a-z]\w*)\([^()]*(?<last>, [^(),]+)\)/
  const found = head.exec(code[line]!)
  const last = found?.groups?.last
  if (!found || last === undefined) return undefined
  const end = found[0].length - 1
  return { put: [lines[line]!.slice(0, end - last.length) + lines[line]!.slice(end)] }
}

/** What was done about an error is done no longer. */
function emptied(line: number, { path, lines, code }: Source): Made | undefined {
  const isPython = /\.pyi?$/.test(path)
  if (!(isPython ? /^\s*except\b.*:\s*$/ : /\bcatch\b[^{]*\{\s*$/).test(code[line]!)) return undefined
  const end = endOf(line, lines)
  if (end <= line + 1) return undefined
  return isPython
    ? { to: end, put: [lines[line]!, `${indentOf(lines[line]!)}    pass`] }
    : { to: end, put: [lines[line]!] }
}

/** A condition that stopped what must not go on is gone, with what it did. */
function unchecked(line: number, { path, lines, code }: Source): Made | undefined {
  const text = code[line]!
  const leaves = /^\s*(return|throw|raise|continue|panic)\b/
  if (/^\s*if \(.*\) (return|throw|continue)\b[^{]*;?\s*$/.test(text)) return { put: [] }
  const isPython = /\.pyi?$/.test(path)
  if (!(isPython ? /^\s*if\b.*:\s*$/ : /^\s*if\b.*\{\s*$/).test(text)) return undefined
  const end = endOf(line, lines)
  if (end !== line + 2 || !leaves.test(code[line + 1]!)) return undefined
  const after = lines[end] ?? ''
  if (isPython) return /^\s*(else|elif)\b/.test(after) ? undefined : { to: end, put: [] }
  return after.trim() === '}' ? { to: end + 1, put: [] } : undefined
}

const indentOf = (line: string) => line.slice(0, line.length - line.trimStart().length)

/** The first line below that is indented no more. */
function endOf(line: number, lines: readonly string[]): number {
  const own = indentOf(lines[line]!).length
  let end = line + 1
  while (end < lines.length && (lines[end]!.trim() === '' || indentOf(lines[end]!).length > own)) end++
  return end
}

function withoutProse(text: string, lines: readonly string[], isHash: boolean): string[] {
  const starts = lineStarts(lines)
  const code = text.split('')
  for (const { kind, start, end } of tokenize(text, { lineComments: isHash ? ['#'] : ['//'] })) {
    if (kind !== 'comment' && kind !== 'string') continue
    for (let at = start; at < end; at++) if (code[at] !== '\n') code[at] = ' '
  }
  if (isHash) {
    for (const { index, 0: all } of text.matchAll(/("""|''')[^]*?\1/g)) {
      for (let at = index; at < index + all.length; at++) if (code[at] !== '\n') code[at] = ' '
    }
  }
  return lines.map((line, at) => code.slice(starts[at], starts[at]! + line.length).join(''))
}
