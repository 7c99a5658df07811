/** A part of a list that follows a value. */
export interface Row<T> {
  element: HTMLElement
  update(value: T): void
}

/** Keeps the children of `list` in step with values: rows stay who they were, and with them the focus. */
export function followList<T, R extends Row<T>>(list: HTMLElement, key: (value: T) => string, create: (value: T) => R) {
  const rows = new Map<string, R>()
  return {
    row: (name: string): R | undefined => rows.get(name),
    update(values: readonly T[]): void {
      const wanted = new Set(values.map(key))
      for (const [name, row] of rows) {
        if (wanted.has(name)) continue
        row.element.remove()
        rows.delete(name)
      }
      for (const [index, value] of values.entries()) {
        const row = rows.get(key(value)) ?? create(value)
        rows.set(key(value), row)
        row.update(value)
        // To move what has the focus would take it away.
        if (list.children[index] !== row.element) list.insertBefore(row.element, list.children[index] ?? null)
      }
    },
  }
}
