import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeFrame, encodeFrame } from './frame.ts'

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.uint8Array({ maxLength: 40 }))
const { message } = fc.letrec<{ message: unknown }>((tie) => ({
  message: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('message'), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => key !== '$bytes' && key !== '__proto__'),
      tie('message'),
      { maxKeys: 4 },
    ),
  ),
}))

test('a message comes out of its frame as it went in', () => {
  fc.assert(
    fc.property(message, (value) => {
      expect(decodeFrame(encodeFrame({ value }))).toEqual({ value })
    }),
  )
})

test('a message without bytes is plain JSON', () => {
  expect(encodeFrame({ a: 1 })).toBe('{"a":1}')
})

test('Node buffers travel as bytes', () => {
  expect(decodeFrame(encodeFrame({ file: Buffer.from('é') }))).toEqual({ file: new Uint8Array([0xc3, 0xa9]) })
})

test.each([[new Uint8Array([1])], [new Uint8Array([9, 0, 0, 0, 123])]])('a cut frame is refused', (frame) => {
  expect(() => decodeFrame(frame)).toThrow(SyntaxError)
})
