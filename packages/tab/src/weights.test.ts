import { linear } from '@caret/patterns'
import { expect, test } from 'vitest'
import { fitted } from './fitted.ts'
import { featuresOf, oddsOf } from './weights.ts'

test('what is weighed has the names that the weights have', () => {
  const proposal = {
    edit: { path: 'a.ts', offset: 0, remove: 0, insert: 'x' },
    ...{ source: 'rename', probability: 0.3, reason: 'because', features: { count: 2, here: 1, strange: 1 } },
  }
  const rivalry = { prior: -1, here: 1, 'from:rename': 1 }
  const features = featuresOf(proposal, rivalry)
  expect(features).toEqual({ ...rivalry, 'rename:count': 2, 'rename:here': 1, 'rename:strange': 1 })
  expect(linear(fitted.weights, fitted.bias)(features)).toBeCloseTo(oddsOf(proposal, rivalry))
})
