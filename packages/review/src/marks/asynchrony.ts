import type { ReviewMark } from '@caret/protocol'
import type { HunkView } from '../read/file-view.ts'
import type { CodeToken } from '../read/text-view.ts'
import { runsOf } from '../read/token-diff.ts'
import type { MarkSource } from './mark-source.ts'

/** Something is not waited for: an `await` is gone, or a new call stands alone that is awaited wherever else it stands. */
export const asynchrony: MarkSource = (hunk) => (hunk.role === 'source' ? [...goneFrom(hunk), ...missingIn(hunk)] : [])

function goneFrom(hunk: HunkView): ReviewMark[] {
  return runsOf(hunk).flatMap(({ removed, inserted }) => {
    const isGone = inserted.length === 0 && removed.length === 1 && removed[0]!.text === 'await'
    const next = isGone ? nextOf(removed[0]!, hunk) : undefined
    if (!next) return []
    const reason = `\`await\` is gone before \`${next.text}\`: what follows no longer waits for it.`
    return [{ kind: 'async', side: 'before', line: removed[0]!.line, reason, weight: 0.75 } as const]
  })
}

function nextOf(token: CodeToken, { file, before }: HunkView): CodeToken | undefined {
  const code = file.before.code(before)
  return code[code.indexOf(token) + 1]
}

function missingIn({ file, after }: HunkView): ReviewMark[] {
  const lines = file.after.lines.slice(after.start, after.end)
  return lines.flatMap((text, at) => {
    const name = /^\s*(?:[\w$]+\.)*(?<name>[\w$]+)\(.*\);?\s*$/.exec(text)?.groups?.name
    if (name === undefined || !isAlwaysAwaited(name, file.after.text, file.after.lines)) return []
    const reason = `\`${name}\` is awaited elsewhere in this file, and not here.`
    return [{ kind: 'async', side: 'after', line: after.start + at, reason, weight: 0.7 } as const]
  })
}

/** At least twice, and of all places where it is called as a statement nowhere else not. */
function isAlwaysAwaited(name: string, text: string, lines: readonly string[]): boolean {
  const call = `(?:[\\w$]+\\.)*${name.replaceAll('$', '\\$')}\\(`
  const awaited = text.match(new RegExp(`\\bawait\\s+${call}`, 'g'))?.length ?? 0
  if (awaited < 2) return false
  const bare = new RegExp(`^\\s*${call}`)
  return lines.filter((line) => bare.test(line)).length === 1
}
