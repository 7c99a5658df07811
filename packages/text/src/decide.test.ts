import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FileChange, hunksOf } from './change-set.ts'
import { accept, edited, reject } from './decide.ts'
import { applyEdits } from './edit.ts'

const text = fc.array(fc.constantFrom('a\n', 'b\n', '\n', 'c\n', 'd'), { maxLength: 10 }).map((lines) => lines.join(''))
const option = fc.option(text, { nil: undefined })
const change = fc.tuple(option, option).map(([before, after]): FileChange => {
  return { path: 'a', ...(before !== undefined && { before }), ...(after !== undefined && { after }) }
})

/** Decides until nothing is left, each time about one of the hunks. */
function decideAll(start: FileChange, choices: readonly number[], decide: typeof accept): FileChange {
  let now = start
  for (let turn = 0; ; turn++) {
    const hunks = hunksOf(now)
    if (hunks.length === 0) return now
    now = decide(now, hunks[(choices[turn % choices.length] ?? 0) % hunks.length]!)
  }
}

test('who accepts all in any order has the proposed text, who rejects all the one from before', () => {
  fc.assert(
    fc.property(change, fc.array(fc.nat(), { minLength: 1 }), (start, choices) => {
      expect(decideAll(start, choices, accept).before ?? '').toBe(start.after ?? '')
      expect(decideAll(start, choices, reject).after ?? '').toBe(start.before ?? '')
    }),
    { numRuns: 500 },
  )
})

test('a decision leaves the other side alone', () => {
  fc.assert(
    fc.property(change, fc.nat(), (start, pick) => {
      const hunks = hunksOf(start)
      if (hunks.length === 0) return
      const hunk = hunks[pick % hunks.length]!
      const accepted = accept(start, hunk)
      const rejected = reject(start, hunk)
      expect(accepted.after ?? start.after).toBe(start.after)
      expect(rejected.before ?? start.before).toBe(start.before)
    }),
    { numRuns: 500 },
  )
})

test('a file that was to be created is not, once that is rejected, and one that was to be deleted stays', () => {
  const created: FileChange = { path: 'a', after: 'x\n' }
  expect(reject(created, hunksOf(created)[0]!)).toEqual({ path: 'a' })
  expect(accept(created, hunksOf(created)[0]!)).toEqual({ path: 'a', before: 'x\n', after: 'x\n' })
  const deleted: FileChange = { path: 'a', before: 'x\n' }
  expect(accept(deleted, hunksOf(deleted)[0]!)).toEqual({ path: 'a' })
  expect(reject(deleted, hunksOf(deleted)[0]!)).toEqual({ path: 'a', before: 'x\n', after: 'x\n' })
})

test('what the user types elsewhere is no proposal, and stays when all else is rejected', () => {
  const start: FileChange = {
    path: 'a',
    before: 'one\ntwo\nthree\nfour\n',
    after: 'one\nTWO\nTWO AGAIN\nthree\nfour\n',
  }
  const typed = edited(start, { offset: start.after!.indexOf('four'), remove: 4, insert: 'FOUR' })
  expect(hunksOf(typed)).toHaveLength(1)
  expect(reject(typed, hunksOf(typed)[0]!).after).toBe('one\ntwo\nthree\nFOUR\n')
})

test('what the user types within a proposal is part of it', () => {
  const start: FileChange = { path: 'a', before: 'one\ntwo\nthree\n', after: 'one\nTWO\nthree\n' }
  const typed = edited(start, { offset: 7, remove: 0, insert: '!' })
  expect(typed).toEqual({ ...start, after: 'one\nTWO!\nthree\n' })
  expect(accept(typed, hunksOf(typed)[0]!).before).toBe('one\nTWO!\nthree\n')
})

test('an edit changes the text in the editor as it says, and accepting all then gives that text', () => {
  fc.assert(
    fc.property(
      change,
      fc.nat(),
      fc.nat(4),
      fc.constantFrom('', 'x', 'x\n'),
      fc.array(fc.nat(), { minLength: 1 }),
      (start, at, remove, insert, choices) => {
        const { after = '' } = start
        const offset = at % (after.length + 1)
        const edit = { offset, remove: Math.min(remove, after.length - offset), insert }
        const now = edited(start, edit)
        expect(now.after).toBe(applyEdits(after, [edit]))
        expect(decideAll(now, choices, accept).before ?? '').toBe(now.after)
      },
    ),
    { numRuns: 500 },
  )
})
