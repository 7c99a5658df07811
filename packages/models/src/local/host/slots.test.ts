import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sharedLength } from './shared.ts'
import { choose, type Slot, Slots } from './slots.ts'

const holding = (...tokens: number[]): Slot => ({ tokens })
const range = (from: number, length: number) => Array.from({ length }, (_, at) => from + at)
const never = new AbortController().signal

test('a conversation that goes on gets its place, however many share its beginning', () => {
  const common = range(0, 50)
  const slots = [1, 2, 3].map((who) => holding(...common, ...range(who * 1000, 100)))
  for (const who of [1, 2, 3]) {
    expect(choose(slots, [...common, ...range(who * 1000, 100), 7, 8])).toBe(who - 1)
  }
})

test('a new one gets an empty place, then the one that was silent for longest', () => {
  const long = (start: number) => holding(...range(start, 500))
  expect(choose([long(1000), holding(), long(2000)], range(0, 300))).toBe(1)
  expect(choose([long(1000), long(2000), long(3000)], range(0, 300))).toBe(2)
  // A common beginning is not worth the rest of a conversation that just spoke.
  const common = range(0, 100)
  const slots = [holding(...common, ...range(5000, 900)), holding()]
  expect(choose(slots, [...common, 1, 2, 3])).toBe(1)
})

test('no other place would save more and lose less', () => {
  const held = fc.array(fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 8 }), { minLength: 1, maxLength: 4 })
  const prompt = fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 8 })
  const better = fc.sample(fc.tuple(held, prompt), 500).filter(([held, prompt]) => {
    const chosen = choose(
      held.map((tokens) => holding(...tokens)),
      prompt,
    )
    const saved = (at: number) => sharedLength(held[at]!, prompt)
    const lost = (at: number) => held[at]!.length - saved(at)
    // What was used later loses more by the same.
    return held.some((_, at) => at > chosen && saved(at) > saved(chosen) && lost(at) <= lost(chosen))
  })
  expect(better).toEqual([])
})

test('a place has one user at a time; who waits gets the next, and may give up', async () => {
  const slots = new Slots([holding(1), holding(2)])
  const [one, two] = [await slots.take([1], never), await slots.take([2], never)]
  expect([one.slot, two.slot]).toEqual([holding(1), holding(2)])
  const order: string[] = []
  const abort = new AbortController()
  const gone = slots.take([1], abort.signal)
  const third = slots.take([1], never).then((taken) => {
    order.push('third')
    return taken
  })
  abort.abort(new Error('enough'))
  await expect(gone).rejects.toThrow('enough')
  expect(order).toEqual([])
  one[Symbol.dispose]()
  expect((await third).slot).toEqual(holding(1))
  two[Symbol.dispose]()
})
