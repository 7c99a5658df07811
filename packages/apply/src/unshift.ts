import { indentOf, isBlank, normalize } from './lines.ts'
import type { FileLines } from './worth.ts'

/**
 * A sketch all of whose lines are indented by so much more, or less, than the file's, as the file would have it: where every line
 * that the file has once says the same. Else as it is.
 */
export function unshift(file: FileLines, lines: readonly string[]): readonly string[] {
  let extra: string | undefined
  let lacking: string | undefined
  for (const line of lines) {
    const places = isBlank(line) ? undefined : file.where.get(normalize(line))
    if (places?.length !== 1) continue
    const [own, other] = [indentOf(line), indentOf(file.lines[places[0]!]!)]
    if (own === other) return lines
    if (own.endsWith(other) && (extra ??= own.slice(0, own.length - other.length)) + other === own) continue
    if (other.endsWith(own) && (lacking ??= other.slice(0, other.length - own.length)) + own === other) continue
    return lines
  }
  if ((extra === undefined) === (lacking === undefined)) return lines
  if (lacking !== undefined) return lines.map((line) => (isBlank(line) ? line : lacking + line))
  if (!lines.every((line) => isBlank(line) || line.startsWith(extra!))) return lines
  return lines.map((line) => (isBlank(line) ? line : line.slice(extra!.length)))
}
