import type { Continuation, FileEdit, Prediction, Predictor } from '@caret/tab'
import { expect, test } from 'vitest'
import type { Mistake } from './mistakes.ts'
import type { ReplayedCommit } from './replay.ts'
import { emptyTally, summarize, type TabResult } from './tally.ts'
import { walk } from './walk.ts'

const text = 'one\ntwo\nthree\nfour\nfive\n'
const edits: FileEdit[] = [
  { path: 'a.ts', offset: 0, remove: 3, insert: 'abcdef' },
  { path: 'a.ts', offset: 10, remove: 0, insert: 'xyz' },
  { path: 'b.ts', offset: 0, remove: 0, insert: 'new\n' },
]
const commit: ReplayedCommit = {
  id: '1234567890ab',
  subject: 'A change',
  before: { files: new Map([['a.ts', '1']]), read: async () => text },
  edits,
}
/** 6 + 1 + 2, 3 + 2, 4 + 2. */
const keys = 20

test('a silent predictor saves nothing and is wrong about nothing', async () => {
  const { result, recorded } = await measure({})
  expect(result).toMatchObject({ commits: 1, edits: 3, recall: 0, precision: null, saved: 0 })
  expect(result.continue.precision).toBeNull()
  expect(replayed(recorded)).toEqual({ 'a.ts': 'abcdef\ntwoxyz\nthree\nfour\nfive\n', 'b.ts': 'new\n' })
})

test('a right prediction costs one key and the jump, whichever of the remaining edits it is', async () => {
  // The last one first, without its line break; then the other in other words; then one that nobody wants.
  const answers = [edit('b.ts', 0, 0, 'new'), edit('a.ts', 8, 2, 'woxyz'), edit('a.ts', 0, 1, 'wrong')]
  const { result, recorded, mistakes, settled } = await measure({ predict: () => answers.shift() })
  expect(result).toMatchObject({ recall: 1, precision: 0.6667 })
  expect(result.saved).toBeCloseTo((keys - (9 + 2 + 2)) / keys, 4)
  expect(result.by_source).toEqual({
    test: { kind: 'edit', shown: 3, right: 2, wrong: 1, saved: 0.35 },
  })
  expect(recorded.filter(({ accepted }) => accepted === 'edit')).toHaveLength(2)
  expect(settled).toEqual(['accepted', 'accepted', 'dismissed'])
  expect(mistakes.map(({ kind }) => kind)).toEqual(['wrong'])
})

test('a wrong prediction costs nothing but its place among those shown', async () => {
  const { result } = await measure({ predict: () => edit('a.ts', 0, 1, 'wrong') })
  expect(result).toMatchObject({ recall: 0, precision: 0, saved: 0 })
})

test('a continuation is accepted when it is exactly what comes next', async () => {
  const { result, recorded, settled } = await measure({ complete: (typed) => (typed === 'a' ? 'bcd' : undefined) })
  expect(result.saved).toBeCloseTo(2 / keys, 4)
  expect(result.continue).toEqual({ precision: 1, shown: 1 })
  expect(settled).toEqual(['accepted'])
  expect(replayed(recorded)['a.ts']).toContain('abcdef\n')
})

test('a continuation typed along counts once, and is wrong when it is gone', async () => {
  const shown: Record<string, string> = { a: 'bcX', ab: 'cX', abc: 'X', abcd: 'Y' }
  const { result, mistakes } = await measure({ complete: (typed) => shown[typed] })
  expect(result.saved).toBe(0)
  expect(result.continue).toEqual({ precision: 0, shown: 2 })
  expect(mistakes.map(({ shown: text }) => text?.insert)).toEqual(['bcX', 'Y'])
})

test('a continuation that goes beyond the end of the edit is wrong', async () => {
  const { result } = await measure({ complete: (typed) => (typed === 'abcd' ? 'efgh' : undefined) })
  expect(result.continue).toEqual({ precision: 0, shown: 1 })
})

const edit = (path: string, offset: number, remove: number, insert: string): FileEdit => ({
  path,
  offset,
  remove,
  insert,
})

/** Walks the commit with answers by a function; `complete` is told what was typed on the first line. */
async function measure(answers: {
  predict?: () => FileEdit | undefined
  complete?: (typed: string) => string | undefined
}) {
  const recorded: Parameters<Predictor['record']>[0][] = []
  const settled: string[] = []
  const mistakes: Mistake[] = []
  const known = { source: 'test', probability: 0.5, reason: 'because' }
  const predictor: Predictor = {
    open: async () => {},
    record: (change) => void recorded.push(change),
    update: () => {},
    predict: async (): Promise<Prediction | undefined> => {
      const found = answers.predict?.()
      return found && { ...known, edit: found }
    },
    complete: async ({ path }): Promise<Continuation | undefined> => {
      if (path !== 'a.ts') return undefined
      const found = answers.complete?.(replayed(recorded)['a.ts']!.split('\n')[0]!)
      return found === undefined ? undefined : { ...known, text: found }
    },
    rest: () => {},
    rehearse: () => [],
    settle: (_, outcome) => void settled.push(outcome),
    [Symbol.asyncDispose]: async () => {},
  }
  const tally = emptyTally()
  await walk(commit, predictor, tally, (mistake) => mistakes.push(mistake))
  const result: TabResult = summarize('made', tally)
  return { result, recorded, settled, mistakes }
}

function replayed(changes: readonly FileEdit[]): Record<string, string> {
  const texts: Record<string, string> = { 'a.ts': text }
  for (const { path, offset, remove, insert } of changes) {
    const before = texts[path] ?? ''
    texts[path] = before.slice(0, offset) + insert + before.slice(offset + remove)
  }
  return texts
}
