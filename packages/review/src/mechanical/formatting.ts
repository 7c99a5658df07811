import type { HunkView } from '../read/file-view.ts'
import type { Traits } from '../read/language.ts'
import type { CodeToken } from '../read/text-view.ts'
import { placeOf } from '../words.ts'
import type { Claim } from './mechanical-source.ts'

/** Hunks that have the same code before and after, and the same comments: only its layout is another. */
export function formatting(hunks: readonly HunkView[]): Claim[] {
  const made = hunks.filter(isFormatting)
  return made.length === 0 ? [] : [{ kind: 'formatting', title: `Formatting only in ${placeOf(made)}`, hunks: made }]
}

function isFormatting({ file, before, after }: HunkView): boolean {
  const [old, fresh] = [
    file.before.lines.slice(before.start, before.end),
    file.after.lines.slice(after.start, after.end),
  ]
  if (old.length + fresh.length === 0 || file.kind === 'created' || file.kind === 'deleted') return false
  if ([...old, ...fresh].every(isBlank)) return true
  // Whatever the language, comments and strings included.
  const bare = (lines: string[]) => lines.join('').replaceAll(/\s+/g, '')
  if (bare(old) === bare(fresh)) {
    return file.traits.indented ? logical(old) === logical(fresh) : keepsBreaks(old, fresh)
  }
  if (file.role !== 'source' && file.role !== 'test') return false
  if (hasComment(old) || hasComment(fresh) || file.traits.indented) return false
  return isSame(file.before.code(before), file.after.code(after), file.traits)
}

const isBlank = (line: string) => line.trim() === ''

const hasComment = (lines: readonly string[]) => lines.some((line) => /\/\/|\/\*|^\s*\*|#|--/.test(line))

/** Blanks within strings are text, and after some words a line's end is more than a blank. */
function keepsBreaks(old: readonly string[], fresh: readonly string[]): boolean {
  const sensitive = (lines: readonly string[]) =>
    (
      lines
        .join('\n')
        .match(/(["'`])(?:(?!\1)[^\\\n]|\\.)*\1|\b(?:return|break|continue|throw|yield)[^\S\n]*(?=\n)/g) ?? []
    ).join('\n')
  return sensitive(old) === sensitive(fresh)
}

/** Lines of which the indentation matters, which is all that no bracket is open before. */
function logical(lines: readonly string[]): string {
  let depth = 0
  const found: string[] = []
  for (const line of lines) {
    if (isBlank(line)) continue
    if (depth > 0 && found.length > 0) found[found.length - 1] += line.replaceAll(/\s+/g, '')
    else found.push(line.slice(0, line.length - line.trimStart().length) + line.replaceAll(/\s+/g, ''))
    for (const sign of line) depth = Math.max(0, depth + (/[([{]/.test(sign) ? 1 : /[)\]}]/.test(sign) ? -1 : 0))
  }
  return found.join('\n')
}

/** The same code but for quotes, commas before a closing bracket, and signs before the first of several types. */
export function isSame(old: readonly CodeToken[], fresh: readonly CodeToken[], traits: Traits): boolean {
  const [a, b] = [plain(old, traits), plain(fresh, traits)]
  return a.length > 0 && a.length === b.length && a.every((text, at) => text === b[at])
}

function plain(tokens: readonly CodeToken[], { quotesAlike }: Traits): string[] {
  const texts = tokens.map(({ text, kind }) =>
    kind === 'string' && quotesAlike && !/["'\\]/.test(text.slice(1, -1)) ? `"${text.slice(1, -1)}"` : text,
  )
  const breaks = tokens.map(({ line }, at) =>
    at + 1 < tokens.length && tokens[at + 1]!.line > line && jumps.has(texts[at]!) ? '\n' : '',
  )
  return texts.flatMap((text, at) => {
    if (text === ',' && /^[)\]}]$/.test(texts[at + 1] ?? '')) return []
    if (/^[|&]$/.test(text) && /^[=:(<,]$/.test(texts[at - 1] ?? '')) return []
    return [text, ...(breaks[at] ? ['\n'] : [])]
  })
}

const jumps: ReadonlySet<string> = new Set(['return', 'break', 'continue', 'throw', 'yield'])
