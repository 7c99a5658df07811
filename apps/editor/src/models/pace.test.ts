import { expect, test } from 'vitest'
import { followPace } from './pace.ts'

test('the pace is that of the last seconds', () => {
  const follow = followPace()
  expect(follow(0, 100_000, 0)).toBeUndefined()
  expect(follow(100, 100_000, 500)).toBeUndefined()
  expect(follow(1000, 11_000, 1000)).toEqual({ bytesPerSecond: 1000, secondsLeft: 10 })
  for (let second = 2; second <= 60; second++) follow(1000 + (second - 1) * 50, 11_000, second * 1000)
  expect(follow(4000, 11_000, 61_000)!.bytesPerSecond).toBeCloseTo(50)
})

test('what stands still has no end in sight; what begins anew has no past', () => {
  const follow = followPace()
  follow(500, 1000, 0)
  expect(follow(500, 1000, 5000)).toEqual({ bytesPerSecond: 0, secondsLeft: Infinity })
  expect(follow(0, 1000, 6000)).toBeUndefined()
})
