import { expect, test } from 'vitest'
import { bytes, cost, dollars, duration, lastDays, nameDay, nameServer, shorten, timeLeft, tokens } from './words.ts'

test.each([
  [0, '$0.00'],
  [0.42, '$0.42'],
  [12, '$12.00'],
  [0.01, '$0.01'],
  [0.0042, '$0.0042'],
  [0.000015, '<$0.0001'],
])('%d dollars are %s', (amount, said) => expect(dollars(amount)).toBe(said))

test('a price that is not known is said to be unknown, not nothing', () => {
  expect(cost(0, 0, 3)).toBe('$0.00')
  expect(cost(0.5, 1, 3)).toBe('$0.50 + unknown')
  expect(cost(0, 3, 3)).toBe('unknown')
})

test('tokens and times are short', () => {
  expect([950, 12_345, 2_000_000].map(tokens)).toEqual(['950', '12.3K', '2M'])
  expect([420, 1300].map(duration)).toEqual(['420 ms', '1.3 s'])
})

test('sizes are as disks are sold, and what is left is rounded up', () => {
  expect([500, 639e6, 999.6e6, 1.65e9, 4e9, 18.56e9].map(bytes)).toEqual([
    '1 kB',
    '639 MB',
    '1 GB',
    '1.6 GB',
    '4 GB',
    '19 GB',
  ])
  expect([3, 41, 61, 3600, 4790].map(timeLeft)).toEqual([
    '5 s left',
    '45 s left',
    '2 min left',
    '1 h 0 min left',
    '1 h 20 min left',
  ])
  expect(timeLeft(Infinity)).toBe('')
})

test('days go back from today, over months and changes of the clock', () => {
  expect(lastDays(new Date(2026, 2, 1, 23, 30), 3)).toEqual(['2026-03-01', '2026-02-28', '2026-02-27'])
  expect(lastDays(new Date(2026, 10, 26), 14)).toHaveLength(14)
  expect(['2026-11-26', '2026-11-25', '2026-11-24'].map(nameDay)).toEqual(['Today', 'Yesterday', 'Tue, Nov 24'])
})

test.each([
  ['https://openrouter.ai/api/v1', 'openrouter'],
  ['https://api.groq.com/openai/v1', 'groq'],
  ['http://localhost:8080/v1', 'server'],
  ['http://10.0.0.4:8000/v1', 'server'],
  ['http://[::1]:8000/v1', 'server'],
])('%s is named %s', (url, name) => expect(nameServer(url)).toBe(name))

test('what is long is cut', () => expect(shorten('one two three', 8)).toBe('one two…'))
