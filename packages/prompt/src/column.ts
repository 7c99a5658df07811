type Column = Float64Array | Int32Array | Uint8Array

/** Rows that a table has room for at first. To make a column takes longer than to fill so many. */
export const firstRows = 128

/** A column of a table with more room. */
export function grown<C extends Column>(column: C): C {
  const larger = new (column.constructor as new (length: number) => C)(column.length * 4)
  larger.set(column)
  return larger
}
