import type { Review, ReviewProblem } from '@caret/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Engine } from '../engine.ts'
import { followReview, type Known } from './follow.ts'

const review = (title: string) => ({ changeSet: { title }, guide: { steps: [], hunks: [] } }) as unknown as Review

/** An engine whose answers are given by the test. */
function fakeEngine() {
  const asked: {
    problems?: ReviewProblem[]
    answer(review: Review): void
    fail(error: Error): void
    signal: AbortSignal
  }[] = []
  const listeners = new Map<string, (params: unknown) => void>()
  const client = {
    open: ({ problems }: { problems?: ReviewProblem[] }, signal: AbortSignal) =>
      new Promise<Review>((answer, fail) => {
        asked.push({ ...(problems && { problems }), answer, fail, signal })
        signal.addEventListener('abort', () => fail(new DOMException('', 'AbortError')))
      }),
    on: (name: string, listener: (params: unknown) => void) => {
      listeners.set(name, listener)
      return { [Symbol.dispose]: () => void listeners.delete(name) }
    },
  }
  const engine = { use: () => client, onRestart: () => {} } as unknown as Engine
  return { engine, asked, changed: () => listeners.get('changed')?.({ repository: false }) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const follow = (engine: Engine, problems: () => ReviewProblem[] = () => []) => {
  const known: string[] = []
  const told = (each: Known) => void known.push(each.kind === 'read' ? each.review.changeSet.title : each.kind)
  const followed = followReview(engine, {
    source: () => ({ kind: 'workingTree' }),
    problems,
    concerns: () => true,
    onKnown: told,
    onReviewed: () => {},
  })
  return { followed, known }
}

test('many changes are one question more, asked once the first is answered', async () => {
  const { engine, asked, changed } = fakeEngine()
  const { followed, known } = follow(engine)
  followed.again()
  for (let i = 0; i < 5; i++) changed()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked.length).toBe(1)
  asked[0]!.answer(review('one'))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked.length).toBe(2)
  asked[1]!.answer(review('two'))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked.length).toBe(2)
  expect(known).toEqual(['reading', 'one', 'two'])
})

test('problems that come later are told, once', async () => {
  const { engine, asked } = fakeEngine()
  let problems: ReviewProblem[] = []
  const { followed } = follow(engine, () => problems)
  followed.again()
  asked[0]!.answer(review('one'))
  await vi.advanceTimersByTimeAsync(1_000)
  problems = [{ path: 'a.ts', line: 1, message: 'No', severity: 'error' }]
  for (let i = 0; i < 3; i++) followed.checkProblems()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked[1]!.problems).toEqual(problems)
  asked[1]!.answer(review('two'))
  followed.checkProblems()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked.length).toBe(2)
})

test('while nobody looks nothing is asked, and what fails or is stopped is told', async () => {
  const { engine, asked, changed } = fakeEngine()
  const { followed, known } = follow(engine)
  followed.again()
  followed.stop()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked[0]!.signal.aborted).toBe(true)
  followed.again()
  asked[1]!.fail(new Error('No.'))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(known).toEqual(['reading', 'stopped', 'reading', 'failed'])
  followed.show(false)
  changed()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked.length).toBe(2)
  followed.show(true)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(asked.length).toBe(3)
  followed[Symbol.dispose]()
  expect(asked[2]!.signal.aborted).toBe(true)
})
