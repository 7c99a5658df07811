import { runsOf } from '../read/token-diff.ts'
import type { MarkSource } from './mark-source.ts'

/** What was checked by its type is checked no longer: a type became `any`, or a line is silenced. */
export const weakerType: MarkSource = (hunk) => {
  const { file, role, after } = hunk
  if (role !== 'source' || !/\.(?:[cm]?tsx?|vue|pyi?)$/.test(file.path)) return []
  const widened = runsOf(hunk).flatMap(({ removed, inserted }) => {
    const any = inserted.find(({ text }) => text === 'any' || text === 'Any')
    // Beside it only what the type was made of.
    if (!any || removed.length === 0 || inserted.length > 3 || removed.some(({ text }) => text === any.text)) return []
    const reason = `\`${removed.map(({ text }) => text).join('')}\` became \`${any.text}\`: its uses are checked no longer.`
    return [{ kind: 'types', side: 'after', line: any.line, reason, weight: 0.7 } as const]
  })
  // What was only moved was silenced before.
  const count = (lines: readonly string[]) => lines.filter((text) => silent.test(text)).length
  const isMore = count(file.after.lines) > count(file.before.lines)
  const line = isMore ? file.after.lines.slice(after.start, after.end).findIndex((text) => silent.test(text)) : -1
  if (line === -1) return widened
  const reason = 'A type check is silenced here.'
  return [...widened, { kind: 'types', side: 'after', line: after.start + line, reason, weight: 0.5 }]
}

const silent = /@ts-ignore|@ts-nocheck|#\s*type:\s*ignore(?!\[)/
