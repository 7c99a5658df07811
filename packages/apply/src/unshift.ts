import { indentOf, isBlank, normalize } from './lines.ts'
import type { FileLines } from './worth.ts'

/**
 * A sketch all of which is indented by so much more, or less, than the file, as the file would have it: where no line that the file
 * has once is indented as there, and most say the same. Else as it is.
 */
export function unshift(file: FileLines, lines: readonly string[]): readonly string[] {
  const votes = new Map<string, number>()
  let total = 0
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
    total++
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1])
  if (!best || best[0] === '' || best[1] < total * 0.85) return lines
  const part = best[0].slice(1)
  if (best[0].startsWith('+')) return lines.map((line) => (isBlank(line) ? line : part + line))
  if (!lines.every((line) => isBlank(line) || line.startsWith(part))) return lines
  return lines.map((line) => (isBlank(line) ? line : line.slice(part.length)))
}
