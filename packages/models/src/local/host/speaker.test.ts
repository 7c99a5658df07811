import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSpeaker } from './speaker.ts'

/** Tokens are bytes, as in the hardest of vocabularies. */
const detokenize = (tokens: readonly number[]) => Buffer.from(tokens).toString('utf8')
const bytesOf = (text: string) => [...Buffer.from(text)]

function speak(text: string, cuts: readonly number[], stops: readonly string[]) {
  const speaker = createSpeaker(detokenize, stops)
  const bytes = bytesOf(text)
  const said: string[] = []
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const next = at + (cuts[turn % cuts.length] ?? 1)
    const { text, stopped } = speaker.push(bytes.slice(at, next))
    said.push(text)
    if (stopped) return said.join('')
    at = next
  }
  return said.join('') + speaker.end()
}

test('characters come whole, wherever the tokens end, and all of them', () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 })
  const text = fc.string({ unit: 'grapheme', maxLength: 30 })
  fc.assert(
    fc.property(text, cuts, (text, cuts) => {
      expect(speak(text, cuts, [])).toBe(text)
    }),
  )
})

test('what comes before the first stop is said, whole, and nothing of the stop', () => {
  const few = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 20 })
  const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 4 }), { maxLength: 3 })
  fc.assert(
    fc.property(few, stops, (text, stops) => {
      const first = Math.min(...stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0))
      const said = speak(text, [1], stops)
      // Letter by letter a stop is seen at its end: the one that ends first counts.
      if (first === Infinity) expect(said).toBe(text)
      else {
        expect(text.startsWith(said)).toBe(true)
        expect(stops.some((stop) => said.includes(stop))).toBe(false)
        expect(stops.some((stop) => text.startsWith(stop, said.length))).toBe(true)
      }
    }),
  )
})

test('bytes that are no text are shown as such, at the end too', () => {
  const speaker = createSpeaker(detokenize, [])
  const { text } = speaker.push([0xe2, 0x82])
  expect(text).toBe('')
  expect(speaker.end()).toBe('\ufffd')
  expect(speak('ok', [1], [])).toBe('ok')
})
