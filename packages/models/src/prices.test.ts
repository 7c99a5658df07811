import { expect, test } from 'vitest'
import { cost, type Tokens } from './prices.ts'

const tokens = (some: Partial<Tokens>): Tokens => ({
  ...{ input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 },
  ...some,
})

test('fresh, cached and written tokens have their own prices', () => {
  const used = tokens({ input: 1_000_000, cacheRead: 600_000, cacheWrite: 100_000, output: 100_000, reasoning: 50_000 })
  expect(cost('anthropic/claude-opus-5-5', used)).toBeCloseTo(0.3 * 4 + 0.6 * 0.2 + 0.1 * 5 + 0.1 * 20)
})

test('an edition costs what its model does, another model does not', () => {
  const used = tokens({ input: 1000, output: 1000 })
  expect(cost('openai/gpt-4o-2024-08-06', used)).toBe(cost('openai/gpt-4o', used))
  expect(cost('anthropic/claude-haiku-4-5-20251001', used)).toBe(cost('anthropic/claude-haiku-4-5', used))
  expect(cost('openai/gpt-4o-audio-preview', used)).toBeUndefined()
  expect(cost('openai/gpt-4o-mini', used)).not.toBe(cost('openai/gpt-4o', used))
})

test('what is not known is not free', () => {
  expect(cost('acme/model', tokens({ input: 1 }))).toBeUndefined()
  expect(cost('anthropic/claude-haiku-5-5', tokens({ input: 100_001 }))).toBeUndefined()
  expect(cost('ollama/x', tokens({ input: 1_000_000 }), { input: 0, output: 0 })).toBe(0)
})

test('own prices come first', () => {
  expect(cost('openai/gpt-4o', tokens({ input: 1_000_000 }), { input: 1, output: 1 })).toBe(1)
})
