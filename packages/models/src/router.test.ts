import { expect, test } from 'vitest'
import { route, type Signals, type Task } from './router.ts'

const auto = { router: 'auto' } as const

test.each<[Task, Signals, string]>([
  ['apply', { words: 'debug the race condition' }, 'apply: what apply always uses'],
  ['question', { words: 'rename this variable' }, 'fast: "rename"'],
  ['question', { words: 'make it blue', files: 1 }, 'fast: a short request'],
  ['question', { words: 'make it blue', files: 5 }, 'smart: 5 files'],
  ['question', { words: 'make it blue', promptTokens: 50_000 }, 'smart: a prompt of 50k tokens'],
  ['question', { words: 'make it blue', failures: 1 }, 'smart: an attempt failed before'],
  ['question', { words: 'make it blue', failures: 3 }, 'thinking: 3 attempts failed before'],
  ['inline-edit', { words: 'Why is there a deadlock?' }, 'thinking: "why", "deadlock"'],
  ['inline-edit', { words: 'why this?' }, 'smart: "why"'],
  ['agent', { words: 'rename this' }, 'smart: the least for agent'],
  ['agent', { words: 'rename this', files: 20 }, 'thinking: 20 files'],
  ['question', { words: 'word '.repeat(50) }, 'smart: nothing says that less is enough'],
])('%s, %j: %s', (task, signals, reason) => {
  const found = route(task, signals, auto)
  expect(found.reason).toBe(reason)
  expect(reason.startsWith(found.role)).toBe(true)
})

test('who chooses a role has it', () => {
  expect(route('question', { failures: 9 }, auto, 'fast')).toEqual({ role: 'fast', reason: 'fast: chosen by you' })
  expect(route('apply', {}, auto, 'smart').role).toBe('smart')
})

test('a setting stands for all questions, not for what has a role of its own', () => {
  expect(route('question', { failures: 9 }, { router: 'fast' }).role).toBe('fast')
  expect(route('tab', {}, { router: 'thinking' }).role).toBe('tab')
})

test('the reason is one line', () => {
  expect(route('question', { words: 'why\ndoes the\nroot cause\nmatter' }, auto).reason).not.toContain('\n')
})
