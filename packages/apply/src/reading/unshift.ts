import { indentOf, isBlank, normalize } from '../lines.ts'
import type { FileLines } from './file-lines.ts'

/**
 * A sketch all of which is indented by so much more, or less, than the file, as the file would have it: where no line that the file
 * has once is indented as there, and the first and the last of them say the same, or nearly all do. Else as it is.
 */
export function unshift(file: FileLines, lines: readonly string[]): readonly string[] {
  const votes = new Map<string, number>()
  const rules: string[] = []
  for (const line of lines) {
    const places = isBlank(line) ? undefined : file.where.get(normalize(line))
    if (places?.length !== 1) continue
    const [own, other] = [indentOf(line), indentOf(file.lines[places[0]!]!)]
    if (own === other) return lines
    const rule = own.endsWith(other)
      ? `-${own.slice(0, own.length - other.length)}`
      : other.endsWith(own)
        ? `+${other.slice(0, other.length - own.length)}`
        : ''
    votes.set(rule, (votes.get(rule) ?? 0) + 1)
    rules.push(rule)
  }
  const most = [...votes].find(([, count]) => count >= rules.length * 0.85)?.[0]
  const best = rules[0] === rules.at(-1) ? rules[0] : most
  if (!best) return lines
  const part = best.slice(1)
  if (best.startsWith('+')) return lines.map((line) => (isBlank(line) ? line : part + line))
  if (!lines.every((line) => isBlank(line) || line.startsWith(part))) return lines
  return lines.map((line) => (isBlank(line) ? line : line.slice(part.length)))
}
