import { expect, test } from 'vitest'
import { describeFitted } from './describe-fitted.ts'

test('weights become a source, in order, without those that move nothing', () => {
  const source = describeFitted({
    names: ['rename:count', 'here', 'slight', 'never'],
    compared: {
      bias: -4.67749,
      weights: Float64Array.from([1.2759, -0.5, 0.009, 0]),
      spread: Float64Array.from([1, 0.3, 1, 0]),
    },
    shown: { bias: -0.0001, weights: { likeliest: 0.1, share: 1 } },
    commits: 110,
    repositories: 10,
  })
  expect(source).toContain('the last 110 commits of 10 repositories')
  expect(source.slice(source.indexOf('export'))).toBe(`export const fitted = {
  bias: -4.677,
  weights: {
    here: -0.5,
    'rename:count': 1.276,
  } as Readonly<Record<string, number>>,
  shown: {
    bias: 0,
    likeliest: 0.1,
    share: 1,
  },
}
`)
})
