import { growing } from './growing.ts'

/** One of the alternatives that there were at a step. */
export interface Alternative {
  features: Readonly<Record<string, number>>
  right: boolean
}

/** Steps, each with the alternatives to silence that there were: half a million fit easily. */
export interface Choices {
  add(alternatives: readonly Alternative[]): void
  /** Everything so far, as columns of one table. */
  table(): Table
}

export interface Table {
  /** For each step, where its rows end. */
  steps: Uint32Array
  /** For each row, where its cells end, and whether it is right. */
  rows: Uint32Array
  right: Uint8Array
  /** Features that are not 0: which, and how much. */
  columns: Uint16Array
  values: Float32Array
}

/** Numbers features by name. */
export interface Names {
  readonly all: readonly string[]
  of(name: string): number
}

export function createNames(): Names {
  const all: string[] = []
  const known = new Map<string, number>()
  return {
    all,
    of: (name) => {
      const number = known.get(name) ?? all.length
      if (number === all.length) {
        all.push(name)
        known.set(name, number)
      }
      return number
    },
  }
}

export function createChoices(names: Names): Choices {
  const steps = growing(Uint32Array)
  const rows = growing(Uint32Array)
  const right = growing(Uint8Array)
  const columns = growing(Uint16Array)
  const values = growing(Float32Array)
  return {
    add: (alternatives) => {
      for (const alternative of alternatives) {
        for (const [name, value] of Object.entries(alternative.features)) {
          const column = names.of(name)
          if (value === 0) continue
          columns.push(column)
          values.push(value)
        }
        rows.push(columns.length)
        right.push(alternative.right ? 1 : 0)
      }
      steps.push(rows.length)
    },
    table: () => ({
      steps: steps.items(),
      rows: rows.items(),
      right: right.items(),
      columns: columns.items(),
      values: values.items(),
    }),
  }
}
