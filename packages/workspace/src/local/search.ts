import { decodeWithPositions, type LinePosition, positionsOfBytes } from '../columns.ts'
import { patternOf } from '../pattern.ts'
import { type SearchHit, type SearchQuery, WorkspaceError } from '../workspace.ts'
import type { Root } from './confine.ts'
import { admission, trackedThoughIgnored } from './listing.ts'
import { filesArguments, plainPath, type RipgrepEnd, ripgrep } from './ripgrep.ts'

/** Searches by ripgrep. */
export async function* searchFiles(root: Root, query: SearchQuery, signal?: AbortSignal): AsyncGenerator<SearchHit[]> {
  if (query.pattern === '') return
  if (query.pattern.includes('\0')) throw new WorkspaceError('InvalidPattern', 'A pattern cannot hold a NUL character.')
  const tracked = trackedThoughIgnored(root, query, signal)
  await using files = await filesArguments(root, query)
  const args = [...searchArguments(query), ...files.args, '--', './']
  yield* searchOnce(root, args, admission(root, query, tracked), signal)
  const extra = await tracked
  // A command line has its limits.
  for (let start = 0; start < extra.length; start += 500) {
    const paths = extra.slice(start, start + 500).map((path) => `./${path}`)
    yield* searchOnce(
      root,
      [...searchArguments(query), '--no-config', '--no-messages', '--', ...paths],
      async (paths) => paths,
      signal,
    )
  }
}

async function* searchOnce(root: Root, args: string[], admit: ReturnType<typeof admission>, signal?: AbortSignal) {
  /** Whether the file whose hits are coming is wanted: ripgrep gives a file's hits in one go, but over several chunks. */
  const known = new Map<string, boolean>()
  const output = ripgrep(root, args, '\n', signal)
  try {
    for (let next = await output.next(); ; next = await output.next()) {
      if (next.done) return checkEnd(next.value)
      const hits = next.value.flatMap(hitOf)
      const fresh = [...new Set(hits.map((hit) => hit.path))].filter((path) => !known.has(path))
      const admitted = new Set(await admit(fresh))
      for (const path of fresh) known.set(path, admitted.has(path))
      const wanted = hits.filter((hit) => known.get(hit.path))
      if (wanted.length > 0) yield wanted
    }
  } finally {
    await output.return({ code: null, stderr: '' })
  }
}

function searchArguments(query: SearchQuery): string[] {
  const { source, multiline } = patternOf(query)
  const args = ['--json', '--crlf']
  args.push(query.caseSensitive ? '--case-sensitive' : '--ignore-case')
  if (source === undefined) args.push('--fixed-strings')
  // Falls back to PCRE2 for lookaround and back-references.
  else args.push('--engine=auto')
  if (multiline) args.push('--multiline')
  if (query.wholeWord) args.push('--word-regexp')
  if (query.followLinks) args.push('--follow')
  if (query.context) args.push(`--context=${query.context}`)
  if (query.maxFileSize !== undefined) args.push(`--max-filesize=${query.maxFileSize}`)
  if (query.encoding && !/^utf-?8$/i.test(query.encoding)) args.push(`--encoding=${query.encoding}`)
  args.push(`--regexp=${source ?? query.pattern}`)
  return args
}

/** What ripgrep gives where it is not UTF-8: the bytes, in base64. */
type Text = { text: string } | { bytes: string }

interface Message {
  type: 'begin' | 'match' | 'context' | 'end' | 'summary'
  data: { path: Text; lines: Text; line_number: number; submatches: { start: number; end: number }[] }
}

function hitOf(json: string): SearchHit[] {
  // Cheaper than to parse what nobody wants.
  if (!json.startsWith('{"type":"match"') && !json.startsWith('{"type":"context"')) return []
  const { type, data } = JSON.parse(json) as Message
  // Bytes that are no UTF-8 cannot be named by a workspace's path.
  if (!('text' in data.path)) return []
  const line = data.line_number - 1
  const offsets = data.submatches.flatMap(({ start, end }) => [start, end])
  const { text, positions } = locate(data.lines, offsets)
  const at = (index: number) => positions[index] ?? { line: 0, column: 0 }
  const ranges = data.submatches.map((_, index) => {
    const [start, end] = [at(2 * index), at(2 * index + 1)]
    return { startLine: line + start.line, startColumn: start.column, endLine: line + end.line, endColumn: end.column }
  })
  const path = plainPath(data.path.text)
  const kind = type === 'match' ? 'match' : 'context'
  return [{ kind, path, text: text.replace(/\r?\n$/, ''), line, ranges }]
}

function locate(lines: Text, offsets: number[]): { text: string; positions: LinePosition[] } {
  if ('bytes' in lines) return decodeWithPositions(Buffer.from(lines.bytes, 'base64'), offsets)
  return { text: lines.text, positions: positionsOfBytes(lines.text, offsets) }
}

// A file that could not be read also ends it with 2, but says nothing.
function checkEnd({ code, stderr }: RipgrepEnd): void {
  if (code !== 2 || stderr === '') return
  const message = stderr.replace(/^rg: /gm, '').trim()
  throw new WorkspaceError('InvalidPattern', message)
}
