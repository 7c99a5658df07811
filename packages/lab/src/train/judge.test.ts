import { expect, test } from 'vitest'
import type { Held } from './cross-validate.ts'
import { judge } from './judge.ts'

/** A repository in which a rival's odds stand, and say whether it is right. */
function heldOf(
  ...steps: { commit: number; wanted?: boolean; rivals: [place: number, odds: number, right: boolean][] }[]
) {
  const held: Pick<Held, 'steps' | 'odds' | 'shown'> = {
    steps: steps.map(({ commit, wanted = true, rivals }) => ({
      commit,
      wanted,
      rivals: rivals.map(([place, , right]) => ({ place, right, family: 0, probability: 0.5 })),
    })),
    odds: Float64Array.from(steps.flatMap(({ rivals }) => rivals.map(([, odds]) => odds))),
    shown: { bias: 0, weights: { likeliest: 1 } },
  }
  return held as Held
}

test('what is likely enough is shown, once in a commit if it is wrong', () => {
  const wrong: [number, number, boolean] = [1, 3, false]
  const held = heldOf(
    { commit: 0, rivals: [wrong, [2, 1, true]] },
    { commit: 0, rivals: [wrong, [2, 1, true]] },
    { commit: 0, wanted: false, rivals: [wrong] },
    { commit: 1, rivals: [wrong] },
    { commit: 1, rivals: [] },
  )
  expect(judge([held], 0.6)).toEqual({ threshold: 0.6, recall: 1 / 4, precision: 1 / 3 })
  expect(judge([held], 0.99)).toEqual({ threshold: 0.99, recall: 0, precision: null })
})

test('each repository counts the same', () => {
  const right = { commit: 0, rivals: [[1, 3, true]] as [number, number, boolean][] }
  const silent = { commit: 0, rivals: [] }
  expect(judge([heldOf(right, right, right), heldOf(silent)], 0.5)).toMatchObject({ recall: 0.5, precision: 1 })
})
