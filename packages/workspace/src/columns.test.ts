import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeWithPositions, positionsOfBytes, positionsOfUnits } from './columns.ts'

const text = fc
  .array(fc.constantFrom('a', 'é', '€', '😀', '\n', '\r\n', '\t', '\u0301', '\uFEFF'))
  .map((parts) => parts.join(''))

/** Character boundaries of a text, each as an offset in UTF-16 units. */
const boundaries = (of: string) => {
  const units = [0]
  for (const character of of) units.push((units.at(-1) ?? 0) + character.length)
  return units
}

const byDefinition = (of: string, unit: number) => {
  const lines = of.slice(0, unit).split('\n')
  return { line: lines.length - 1, column: lines.at(-1)?.length }
}

test('byte offsets become the lines and columns of the same characters', () => {
  fc.assert(
    fc.property(text, (of) => {
      const units = boundaries(of)
      const bytes = units.map((unit) => Buffer.byteLength(of.slice(0, unit)))
      const expected = units.map((unit) => byDefinition(of, unit))
      expect(positionsOfBytes(of, bytes)).toEqual(expected)
      expect(decodeWithPositions(Buffer.from(of), bytes)).toEqual({ text: of, positions: expected })
      expect(positionsOfUnits(of, units)).toEqual(expected)
    }),
  )
})

test('any bytes and any offsets give positions within the text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.array(fc.nat(40)), (bytes, some) => {
      const offsets = some.filter((offset) => offset <= bytes.length).toSorted((a, b) => a - b)
      const decoded = decodeWithPositions(bytes, offsets)
      const lines = decoded.text.split('\n')
      for (const positions of [decoded.positions, positionsOfBytes(decoded.text, offsets)]) {
        for (const { line, column } of positions) expect(column).toBeLessThanOrEqual(lines[line]?.length ?? -1)
      }
    }),
  )
})

test('lone surrogates count as the three bytes that stand for them', () => {
  expect(positionsOfBytes('\ud83da', [3, 4])).toEqual([
    { line: 0, column: 1 },
    { line: 0, column: 2 },
  ])
})
