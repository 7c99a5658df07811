import { columns, isBlank, normalize } from '../lines.ts'

/** The lines of a file as rows are compared with them. */
export interface FileLines {
  lines: readonly string[]
  norms: string[]
  /** Columns; -1 for a blank line. */
  depth: Int32Array
  /** Where each normalized line is. */
  where: ReadonlyMap<string, number[]>
  /** The lines that are not blank, and for each line the first of them that is not before it. */
  solid: number[]
  solidAt: Int32Array
}

export function fileLines(lines: readonly string[]): FileLines {
  const norms = lines.map(normalize)
  const depth = Int32Array.from(lines, (line) => (isBlank(line) ? -1 : columns(line)))
  const where = new Map<string, number[]>()
  for (const [at, norm] of norms.entries()) {
    const known = where.get(norm)
    if (known) known.push(at)
    else where.set(norm, [at])
  }
  const solid: number[] = []
  const solidAt = Int32Array.from(lines, (_, at) => (depth[at]! >= 0 ? solid.push(at) - 1 : solid.length))
  return { lines, norms, depth, where, solid, solidAt }
}
