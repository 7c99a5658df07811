import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPlan } from './plan.ts'

/** Texts over few tokens, so that everything occurs more than once. */
const text = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 })
const various = fc.uniqueArray(fc.integer({ min: 0, max: 10_000 }), { minLength: 20, maxLength: 80 })

function after(draft: number[], output: number[]) {
  const plan = createPlan(draft)
  plan.push(output)
  return plan
}

test('a proposal is a stretch of the draft, and no longer than asked', () => {
  fc.assert(
    fc.property(text, text, fc.nat(20), (draft, output, most) => {
      const proposal = after(draft, output).propose(most)
      expect(proposal.length).toBeLessThanOrEqual(most)
      const starts = draft.map((_, at) => at).concat(draft.length)
      expect(starts.some((at) => proposal.every((token, offset) => draft[at + offset] === token))).toBe(true)
    }),
  )
})

test('as long as nothing has changed, the rest of the draft is proposed', () => {
  fc.assert(
    fc.property(text, fc.nat(60), fc.nat(20), (draft, length, most) => {
      const kept = draft.slice(0, length)
      const plan = after(draft, kept)
      expect(plan.propose(most)).toEqual(draft.slice(kept.length, kept.length + most))
      expect(plan.run).toBe(kept.length)
    }),
  )
})

test('it does not matter in how many pieces the output comes', () => {
  fc.assert(
    fc.property(text, text, text, (draft, first, second) => {
      const whole = after(draft, [...first, ...second])
      const pieces = after(draft, first)
      pieces.push([])
      pieces.push(second)
      expect(pieces.propose(100)).toEqual(whole.propose(100))
    }),
  )
})

/** A stretch of the draft, cut at `from` and `to`, is replaced by `made`; then as many tokens as `known` go on as the draft does. */
function changed(draft: number[], from: number, to: number, made: number[], known: number) {
  const rest = draft.slice(to)
  return { output: [...draft.slice(0, from), ...made, ...rest.slice(0, known)], rest: rest.slice(known) }
}

test('after a change, whatever it is, the draft is found again once eight tokens follow it', () => {
  const at = fc.nat(80)
  fc.assert(
    fc.property(various, at, at, fc.array(fc.integer({ min: 20_000, max: 30_000 })), (draft, one, other, made) => {
      const [from, to] = [Math.min(one, other, draft.length), Math.min(Math.max(one, other), draft.length)]
      const { output, rest } = changed(draft, from, to, made, 8)
      fc.pre(rest.length > 0)
      expect(after(draft, output).propose(200)).toEqual(rest)
    }),
  )
})

test('after one token that was put in, replaced or taken out, one that follows is enough', () => {
  fc.assert(
    fc.property(various, fc.integer({ min: 1, max: 15 }), fc.constantFrom('in', 'for', 'out'), (draft, at, how) => {
      const { output, rest } = changed(draft, at, how === 'in' ? at : at + 1, how === 'out' ? [] : [20_000], 1)
      expect(after(draft, output).propose(200)).toEqual(rest)
    }),
  )
})

test('text that was moved to the front is found where it was, and what follows it as well', () => {
  const draft = Array.from({ length: 300 }, (_, at) => at)
  const moved = [...draft.slice(200, 220), ...draft.slice(0, 6)]
  const plan = createPlan(draft)
  plan.push(moved.slice(0, 8))
  expect(plan.propose(4)).toEqual([208, 209, 210, 211])
  plan.push(moved.slice(8))
  expect(plan.propose(4)).toEqual([6, 7, 8, 9])
})

test('nothing is proposed of an empty draft, or at its end', () => {
  expect(after([], [1, 2]).propose(10)).toEqual([])
  expect(after([1, 2], [1, 2]).propose(10)).toEqual([])
})
