import { type SearchQuery, WorkspaceError } from './workspace.ts'

/**
 * A query's pattern as a regular expression that takes either line break for `\n`, and whether it may cross lines. Undefined
 * `source` means that the pattern is plain text on one line.
 */
export function patternOf(query: SearchQuery): { source: string | undefined; multiline: boolean } {
  const { pattern, regex, multiline = false } = query
  if (regex) {
    const source = eitherBreak(pattern)
    return { source, multiline: multiline || source !== pattern }
  }
  if (!/[\r\n]/.test(pattern)) return { source: undefined, multiline: false }
  return {
    source: pattern
      .split(/\r?\n|\r/)
      .map(escapeRegex)
      .join('\\r?\\n'),
    multiline: true,
  }
}

/** The query as JavaScript's own expression. Throws `InvalidPattern`. */
export function regExpOf(query: SearchQuery): { expression: RegExp; multiline: boolean } {
  const { source = escapeRegex(query.pattern), multiline } = patternOf(query)
  const whole = query.wholeWord ? `(?<![\\p{L}\\p{M}\\p{N}_])(?:${source})(?![\\p{L}\\p{M}\\p{N}_])` : source
  const flags = `gmu${query.caseSensitive ? '' : 'i'}`
  try {
    return { expression: new RegExp(whole, flags), multiline }
  } catch (error) {
    throw new WorkspaceError('InvalidPattern', (error as Error).message, { cause: error })
  }
}

const escapeRegex = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

// Within a class, and after another backslash, it stands for itself.
function eitherBreak(source: string): string {
  let inClass = false
  return source.replace(/\\[^]|[[\]]/g, (token) => {
    if (token === '[') inClass = true
    else if (token === ']') inClass = false
    return token === '\\n' && !inClass ? '\\r?\\n' : token
  })
}
