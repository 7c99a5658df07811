import { expect, test } from 'vitest'
import { ago } from './ago.ts'

test('time that has passed is told in the largest unit that there is one of', () => {
  expect([0, 59_999, 60_000, 7_200_000, 90_000_000].map(ago)).toEqual([
    'just now',
    'just now',
    '1 minute ago',
    '2 hours ago',
    '1 day ago',
  ])
})
