import type { ReviewMark } from '@caret/protocol'
import type { HunkView } from '../read/file-view.ts'
import type { CodeToken, TextView } from '../read/text-view.ts'
import type { SymbolView } from '../read/symbols.ts'
import type { MarkSource } from './mark-source.ts'

/** What handled or raised errors is gone from code that stays, or errors are caught for nothing. */
export const errorHandling: MarkSource = (hunk) =>
  hunk.role === 'source' ? [...goneFrom(hunk), ...swallowedIn(hunk)] : []

function goneFrom({ file, before, after, owner }: HunkView): ReviewMark[] {
  const old = handlersIn(file.before.code(before))
  if (old.length === 0 || file.kind === 'deleted') return []
  const fresh = handlersIn(file.after.code(after))
  if (fresh.length >= old.length) return []
  // What it is in must be there before and after, and have less of it: else it was only moved, or went with the whole.
  const sides = owner ? [scopeOf(file.before, owner), scopeOf(file.after, owner)] : [all(file.before), all(file.after)]
  if (!sides[0] || !sides[1]) return []
  const [had, has] = [handlersIn(file.before.code(sides[0])), handlersIn(file.after.code(sides[1]))]
  if (
    has.length >= had.length ||
    handlersIn(file.after.code(all(file.after))).length >= handlersIn(file.before.code(all(file.before))).length
  )
    return []
  const kept = new Set(fresh.map(({ text }) => text))
  const gone = old.find(({ text }) => !kept.has(text)) ?? old[0]!
  const where = owner ? ` in \`${owner.qualified}\`` : ''
  return [
    {
      kind: 'error-handling',
      side: 'before',
      line: gone.line,
      reason: `\`${gone.text}\` is gone${where}: ${consequences[gone.kind]}`,
      weight: 0.75,
    },
  ]
}

const all = ({ lines }: TextView) => ({ start: 0, end: lines.length })
const scopeOf = ({ symbols }: TextView, { qualified }: SymbolView) =>
  symbols.findLast((symbol) => symbol.qualified === qualified)?.lines

type Kind = keyof typeof consequences
const consequences = {
  handler: 'errors go on to whoever calls it.',
  raise: 'what was refused is let through.',
} as const

interface Handler {
  kind: Kind
  text: string
  line: number
}

const handlers = new Set(['catch', 'except', 'rescue', 'recover', 'onerror', 'onError'])
const raises = new Set(['throw', 'raise', 'panic', 'reject'])

function handlersIn(code: readonly CodeToken[]): Handler[] {
  return code.flatMap(({ text, line, kind }, at): Handler[] => {
    if (kind !== 'word') return []
    if (handlers.has(text)) return [{ kind: 'handler', text, line }]
    if (raises.has(text)) return [{ kind: 'raise', text, line }]
    const isCheck = text === 'err' && code[at + 1]?.text === '!=' && code[at + 2]?.text === 'nil'
    return isCheck ? [{ kind: 'handler', text: 'err != nil', line }] : []
  })
}

/** `catch {}` and `except: pass`, where no comment says why. */
function swallowedIn({ file, before, after }: HunkView): ReviewMark[] {
  const had = emptyHandlers(file.before.code(before)).length
  return emptyHandlers(file.after.code(after))
    .filter(({ first, last }) => !/\/\/|\/\*|#/.test(file.after.lines.slice(first, last + 2).join('\n')))
    .slice(had)
    .map(({ first }) => ({
      ...{ kind: 'error-handling', side: 'after', line: first, weight: 0.6 },
      reason: 'An error is caught here, and nothing is done about it.',
    }))
}

function emptyHandlers(code: readonly CodeToken[]): { first: number; last: number }[] {
  return code.flatMap(({ text, line }, at) => {
    if (text !== 'catch' && text !== 'except') return []
    let end = at + 1
    while (end < code.length && end < at + 12 && code[end]!.text !== (text === 'catch' ? '{' : ':')) end++
    const body = code[end + 1]
    const isEmpty = text === 'catch' ? code[end]?.text === '{' && body?.text === '}' : body?.text === 'pass'
    return isEmpty ? [{ first: line, last: body!.line }] : []
  })
}
