import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPredictor } from './caret-predictor.ts'

const open = async (texts: Readonly<Record<string, string>>) => {
  const predictor = createPredictor()
  const files = new Map(Object.keys(texts).map((path) => [path, '1']))
  await predictor.open({ files, read: async (path) => texts[path]! })
  return predictor
}

const calls = (name: string) => `${name}(message, user)\nreceive(${name})\n`.repeat(20)
const texts = { 'a.ts': calls('send'), 'b.ts': calls('send'), 'c.ts': calls('tell') }

test('a rehearsal predicts after edits, and leaves no trace', async () => {
  let compared = 0
  const predictor = createPredictor({ onCompared: () => compared++ })
  await predictor.open({
    files: new Map(Object.keys(texts).map((path) => [path, '1'])),
    read: async (path) => texts[path as keyof typeof texts],
  })
  await using other = await open(texts)
  const steps = [...predictor.rehearse()].length
  expect(steps).toBeGreaterThan(3)
  expect(compared).toBe(steps)
  expect(predictor.recent(10)).toEqual([])
  for (const each of [predictor, other]) {
    for (const offset of [12, 46]) each.record({ path: 'a.ts', offset, remove: 0, insert: ', now' })
  }
  const caret = { path: 'a.ts', offset: 51 }
  expect(await predictor.predict(caret)).toEqual(await other.predict(caret))
  expect(await predictor.complete(caret)).toEqual(await other.complete(caret))
})

test('whatever the texts are', async () => {
  const piece = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\n', '\r\n', '(', 'message ', 'user(', '}\n'))
  const text = fc.array(piece, { minLength: 40, maxLength: 300 }).map((pieces) => pieces.join(''))
  await fc.assert(
    fc.asyncProperty(text, text, async (a, b) => {
      await using predictor = await open({ a, b })
      for (const _ of predictor.rehearse());
      expect(predictor.recent(10)).toEqual([])
    }),
    { numRuns: 40 },
  )
})
