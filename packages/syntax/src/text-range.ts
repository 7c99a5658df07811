/** A part of a text: offsets in UTF-16 units, the end exclusive. */
export interface TextRange {
  start: number
  end: number
}
