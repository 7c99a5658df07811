import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decode, type Reader } from './decode.ts'
import { createPlan } from './plan.ts'

const end = 9
const prompt = [1, 2, 3]

/** A model whose next token follows from all that it has read, in a way that nobody can guess. */
function scrambling(seed: number): Reader & { read: number[]; passes: number } {
  const model = {
    read: prompt.slice(0, -1),
    passes: 0,
    forward(tokens: readonly number[]) {
      model.passes++
      const said = tokens.map((token) => {
        model.read.push(token)
        return model.read.reduce((hash, token) => Math.imul(hash ^ token, 0x01000193) >>> 3, seed) % 10
      })
      return Promise.resolve(said)
    },
    rewind(count: number) {
      model.read.length -= count
      return Promise.resolve()
    },
  }
  return model
}

/** A model that says this text, whatever it reads. */
function saying(text: number[]): Reader & { passes: number; longest: number } {
  let read = 0
  const model = {
    passes: 0,
    longest: 0,
    forward(tokens: readonly number[]) {
      model.passes++
      model.longest = Math.max(model.longest, tokens.length)
      const said = tokens.map((_, at) => text[read + at] ?? end)
      read += tokens.length
      return Promise.resolve(said)
    },
    rewind(count: number) {
      read -= count
      return Promise.resolve()
    },
  }
  return model
}

async function all(reader: Reader, draft: number[] | undefined, maxTokens = 100): Promise<number[]> {
  const decoding = { last: prompt.at(-1)!, maxTokens, ends: (token: number) => token === end }
  const tokens: number[] = []
  const plan = draft && createPlan(draft)
  for await (const said of decode(reader, plan, decoding, new AbortController().signal)) tokens.push(...said)
  return tokens
}

test('with a draft, whatever it is, the same is said as without, and the state is the same', async () => {
  const draft = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 80 })
  await fc.assert(
    fc.asyncProperty(fc.nat(), draft, fc.integer({ min: 1, max: 60 }), async (seed, draft, maxTokens) => {
      const [plain, drafted] = [scrambling(seed), scrambling(seed)]
      const said = await all(plain, undefined, maxTokens)
      expect(await all(drafted, draft, maxTokens)).toEqual(said)
      expect(drafted.read).toEqual(plain.read)
      expect(drafted.passes).toBeLessThanOrEqual(plain.passes)
      expect(plain.read).toEqual([...prompt, ...said.slice(0, -1)])
    }),
  )
})

test('even of a draft that is a part of what is said', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(30), fc.nat(30), async (seed, from, to) => {
      const said = await all(scrambling(seed), undefined)
      expect(await all(scrambling(seed), said.slice(from, to))).toEqual(said)
    }),
  )
})

test('a text that is kept costs a pass for a hundred tokens, one that is changed a few more', async () => {
  const draft = Array.from({ length: 1000 }, (_, at) => 10 + (at % 97))
  const kept = saying(draft)
  expect(await all(kept, draft, 2000)).toEqual([...draft, end])
  expect(kept.passes).toBeLessThan(14)

  const edited = draft.toSpliced(500, 3, 5, 6, 7, 8)
  const changing = saying(edited)
  expect(await all(changing, draft, 2000)).toEqual([...edited, end])
  expect(changing.passes).toBeLessThan(kept.passes + 10)
})

test('it never says more than it may, and reads no further than that', async () => {
  const draft = Array.from({ length: 50 }, () => 5)
  const model = saying(draft)
  expect(await all(model, draft, 7)).toEqual(draft.slice(0, 7))
  expect(model.longest).toBeLessThanOrEqual(7)
})

test('it stops where it is aborted', async () => {
  const abort = new AbortController()
  const decoding = { last: 3, maxTokens: 100, ends: () => false }
  const parts = decode(saying([4, 5, 6]), undefined, decoding, abort.signal)
  await parts.next()
  abort.abort(new Error('enough'))
  await expect(parts.next()).rejects.toThrow('enough')
})
