import type { HunkView } from '../read/file-view.ts'
import type { CodeToken, TextView } from '../read/text-view.ts'
import { type Run, runsOf } from '../read/token-diff.ts'
import { listed } from '../words.ts'

/**
 * What hunks change, in a few words that go on from a name: `now calls …`, `checks …`, or with a colon between if they
 * begin with code. Says the most telling thing first found: calls, conditions, results, then the text itself.
 */
export function changeIn(hunks: readonly HunkView[]): string {
  const [code, rest] = [hunks.filter(isProgram), aboutText(hunks)]
  return aboutCalls(code) || rest || aboutStatements(code) || aboutLines(hunks)
}

/** What has calls and statements: there is a grammar for it, or script stands among its markup. */
const isProgram = ({ file, role }: HunkView): boolean =>
  (role === 'source' || role === 'test' || isScript(file.path)) &&
  (file.after.uses !== undefined || file.before.uses !== undefined || isScript(file.path))

export const isScript = (path: string): boolean => /\.(?:[cm]?[jt]sx?|vue|svelte|py|rb|gradle|kts)$/.test(path)

/** Behind a name; what begins with code stands behind a colon. */
export const behind = (name: string, words: string): string => `${name}${words.startsWith('`') ? ':' : ''} ${words}`

/** Which calls come and go. */
function aboutCalls(hunks: readonly HunkView[]): string {
  const calls = (side: 'before' | 'after') =>
    hunks.flatMap((hunk) => {
      const code = hunk.file[side].code(hunk[side])
      return code.filter(({ kind }, at) => kind === 'word' && code[at + 1]?.text === '(' && !heads.has(code[at]!.text))
    })
  const [old, now] = [calls('before'), calls('after')].map((tokens) => new Set(tokens.map(({ text }) => text)))
  const come = [...now!].filter((name) => !old!.has(name))
  // What the same file still calls in other lines may have been called there all along.
  const isLeft = (name: string) => hunks.some(({ file }) => file.after.text.includes(`${name}(`))
  const go = [...old!].filter((name) => !now!.has(name) && !isLeft(name))
  if (come.length > 0) return `now calls ${listed(come, 2)}${go.length === 1 ? ` and not \`${go[0]}\`` : ''}`
  return go.length > 0 ? `calls ${listed(go, 2)} no longer` : ''
}

const heads = new Set(
  'if for while switch catch return function match and or not in with elif assert typeof await'.split(' '),
)

/** Few words for few tokens: what takes the place of what, or comes, or goes. */
function aboutText(hunks: readonly HunkView[]): string {
  const runs = hunks.flatMap((hunk) => runsOf(hunk).map((run) => ({ run, hunk })))
  // The same at several places is said once.
  const said = [...new Set(runs.map(({ run, hunk }) => aboutRun(run, hunk)))]
  if (said.length === 0 || said.length > 2 || said.includes('')) return ''
  const [first, second] = said as [string, string?]
  const joined = second === undefined ? first : `${first}, ${second}`
  return joined.length <= longest * 2 ? joined : ''
}

function aboutRun({ removed, inserted }: Run, { file }: HunkView): string {
  const isBare = [...removed, ...inserted].every(({ kind }) => kind === 'operator' || kind === 'number')
  const [old, now] = [quoted(removed, file.before, isBare), quoted(inserted, file.after, isBare)]
  if (old === undefined || now === undefined) return ''
  if (old !== '' && now !== '') return `${old} becomes ${now}`
  // A bracket or a comma alone says nothing.
  if (isBare) return ''
  return now !== '' ? `gains ${now}` : `loses ${old}`
}

/** The text of tokens, empty for none; undefined for what would be too long. `isBare`: with what stands around it. */
function quoted(tokens: readonly CodeToken[], view: TextView, isBare: boolean): string | undefined {
  if (tokens.length === 0) return ''
  const line = tokens[0]!.line
  if (tokens.at(-1)!.line !== line) return undefined
  const all = view.code({ start: line, end: line + 1 })
  let from = all.indexOf(tokens[0]!)
  let to = from + tokens.length
  if (isBare) {
    const isOperand = (at: number) => at >= 0 && at < all.length && !/^[()[\]{};,]$/.test(all[at]!.text)
    for (let wider = 0; wider < 2 && isOperand(from - 1); wider++) from--
    if (isOperand(to)) to++
  }
  return code(textBetween(all[from]!, all[to - 1]!, view))
}

const textBetween = (first: CodeToken, last: CodeToken, { text }: TextView) =>
  text.slice(first.start, last.start + last.text.length)

/** Between backticks; undefined where it is too long, or has backticks of its own. */
function code(text: string): string | undefined {
  // What parts it from its neighbours is no part of it.
  const short = text.replaceAll(/\s+/g, ' ').replaceAll(/^[\s,;]+|[\s,;]+$/g, '')
  return short === '' || short.length > longest || short.includes('`') ? undefined : `\`${short}\``
}

/** UTF-16 units of quoted code. */
const longest = 44

/** What its lines do that others did not: conditions, results, errors, names. */
function aboutStatements(hunks: readonly HunkView[]): string {
  const [old, now] = (['before', 'after'] as const).map((side) => [
    ...new Set(hunks.flatMap((hunk) => linesOf(hunk, side).flatMap((line) => statementOf(line) ?? []))),
  ]) as [string[], string[]]
  const come = now.filter((each) => !old.includes(each))
  const go = old.filter((each) => !now.includes(each))
  if (come.length > 0) return `now ${come.slice(0, 2).join(' and ')}`
  return go.length > 0 && now.length === 0 ? `no longer ${go[0]}` : ''
}

const linesOf = ({ file, before, after }: HunkView, side: 'before' | 'after') =>
  side === 'before' ? file.before.lines.slice(before.start, before.end) : file.after.lines.slice(after.start, after.end)

/** What a line does, if its first word says so. */
function statementOf(line: string): string | undefined {
  for (const [pattern, verb] of statements) {
    const what = code(unwrapped(pattern.exec(line)?.groups?.what ?? ''))
    if (what !== undefined) return `${verb} ${what}`
  }
  return undefined
}

/** `(a)` says no more than `a`. */
const unwrapped = (text: string) => (/^\([^()]*\)$/.test(text) ? text.slice(1, -1) : text)

const statements: readonly (readonly [RegExp, string])[] = [
  [
    /^\s*\}?\s*(?:else\s+if|elif|if|unless|guard)\b\s*(?<what>\(?.+?\)?)\s*(?:[{:]|then|return\b.*|continue|break)?;?\s*$/,
    'checks',
  ],
  [/^\s*(?:throw|raise)\s+(?:new\s+)?(?<what>[\w.]+)/, 'throws'],
  [/^\s*(?:yield\s+)?return\s+(?<what>.+?);?\s*$/, 'returns'],
  [/^\s*(?:for|while)\b\s*(?<what>.+?)\s*[{:]?\s*$/, 'goes through'],
  [/^\s*(?:export\s+)?(?:const|let|var|val|static)\s+(?:mut\s+)?(?<what>[\w$]+)/, 'has'],
  [/^\s*(?<what>(?:self\.|this\.)?[\w$.]+)\s*:?=(?!=)/, 'sets'],
]

/** At last, the first line that comes, or goes, and how many others. */
function aboutLines(hunks: readonly HunkView[]): string {
  const full = (side: 'before' | 'after') =>
    hunks.flatMap((hunk) => linesOf(hunk, side)).filter((line) => /[\p{L}\p{N}]/u.test(line))
  const [old, now] = [full('before'), full('after')]
  const known = new Set(old)
  const come = now.filter((line) => !known.has(line))
  const [lines, verb] = come.length > 0 ? [come, old.length > 0 ? 'now has' : 'gains'] : [old, 'loses']
  const [first] = lines
  if (first === undefined) return 'punctuation only'
  const more = lines.length > 1 ? ` and ${lines.length - 1} more line${lines.length > 2 ? 's' : ''}` : ''
  return `${verb} \`${cut(
    first
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/^[\s,;]+|[\s,;]+$/g, '')
      .replaceAll('`', "'"),
  )}\`${more}`
}

const cut = (text: string) => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)
