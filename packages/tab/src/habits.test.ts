import { expect, test } from 'vitest'
import { createHabits } from './habits.ts'

test('what is dismissed sinks, what is accepted rises, each source for itself, within limits', () => {
  const habits = createHabits()
  for (let count = 0; count < 1000; count++) {
    habits.settle('repeat', 0.9, 'dismissed')
    habits.settle('rename', 0.1, 'accepted')
    habits.settle('continue', 0.9, 'dismissed')
  }
  expect(habits.offsets).toEqual({ repeat: -1, rename: 1, continue: -0.4 })
  expect(habits.of('pair')).toBe(0)
})

test('acceptances of continuations take back what dismissals have done, and no more', () => {
  const habits = createHabits()
  habits.settle('continue', 0.9, 'dismissed')
  expect(habits.of('continue')).toBeLessThan(0)
  for (let count = 0; count < 10; count++) habits.settle('continue', 0.5, 'accepted')
  expect(habits.of('continue')).toBe(0)
})

test('what is as likely as it says stays', () => {
  const habits = createHabits()
  habits.settle('repeat', 0.5, 'accepted')
  habits.settle('repeat', 0.5, 'dismissed')
  expect(habits.of('repeat')).toBe(0)
})

test('what is ignored says less than what is dismissed', () => {
  const habits = createHabits()
  habits.settle('repeat', 0.5, 'ignored')
  habits.settle('rename', 0.5, 'dismissed')
  expect(habits.of('repeat')).toBeLessThan(0)
  expect(habits.of('repeat')).toBeGreaterThan(habits.of('rename'))
})

test('what was kept is taken over', () => {
  const habits = createHabits()
  habits.restore({ repeat: -0.3, rename: 7 })
  expect(habits.offsets).toEqual({ repeat: -0.3, rename: 1 })
})
