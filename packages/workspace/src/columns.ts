/** A place in a text of one or more lines, counted from its start. */
export interface LinePosition {
  line: number
  /** UTF-16 units. */
  column: number
}

/**
 * Where byte offsets of a text's UTF-8 form are in its lines. Ripgrep counts bytes, editors count UTF-16 units.
 * @param offsets in ascending order. One that is inside a character counts as the character's end.
 */
export function positionsOfBytes(text: string, offsets: number[]): LinePosition[] {
  const positions: LinePosition[] = []
  let [unit, byte, line, lineStart] = [0, 0, 0, 0]
  for (const offset of offsets) {
    while (byte < offset && unit < text.length) {
      const code = text.charCodeAt(unit)
      const pair = code >= 0xd800 && code < 0xdc00 && isLowSurrogate(text.charCodeAt(unit + 1))
      byte += pair ? 4 : code < 0x80 ? 1 : code < 0x800 ? 2 : 3
      unit += pair ? 2 : 1
      if (code === 10) [line, lineStart] = [line + 1, unit]
    }
    positions.push({ line, column: unit - lineStart })
  }
  return positions
}

/**
 * The same for bytes that need not be UTF-8. `text` is what they decode to, with U+FFFD for each stretch that is no
 * character.
 */
export function decodeWithPositions(bytes: Uint8Array, offsets: number[]): { text: string; positions: LinePosition[] } {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const text = decoder.decode(bytes)
  const positions = offsets.map((offset) => {
    const before = decoder.decode(bytes.subarray(0, offset))
    return { line: before.split('\n').length - 1, column: before.length - (before.lastIndexOf('\n') + 1) }
  })
  return { text, positions }
}

/** Line and column of UTF-16 offsets, in ascending order. */
export function positionsOfUnits(text: string, offsets: number[]): LinePosition[] {
  const positions: LinePosition[] = []
  let [line, lineStart] = [0, 0]
  for (const offset of offsets) {
    for (let next = text.indexOf('\n', lineStart); next !== -1 && next < offset; ) {
      ;[line, lineStart] = [line + 1, next + 1]
      next = text.indexOf('\n', lineStart)
    }
    positions.push({ line, column: offset - lineStart })
  }
  return positions
}

const isLowSurrogate = (code: number) => code >= 0xdc00 && code < 0xe000
