import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffLines, editsOf } from './diff.ts'
import { applyEdits } from './edit.ts'
import { merge, textOf } from './merge.ts'

const line = fc.constantFrom('a\n', 'b\n', 'c\n', '  a\n', '\n', 'a\r\n')
const text = fc
  .tuple(fc.array(line, { maxLength: 10 }), fc.constantFrom('', 'a', 'end'))
  .map(([lines, end]) => lines.join('') + end)

test('hunks make one text of the other, do not touch, and are none for the same text', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const hunks = diffLines(before, after)
      expect(applyEdits(before, editsOf(before, after, hunks))).toBe(after)
      for (const [at, hunk] of hunks.entries()) {
        if (at > 0) expect(hunk.before.start).toBeGreaterThan(hunks[at - 1]!.before.end)
      }
      expect(diffLines(before, before)).toEqual([])
    }),
    { numRuns: 500 },
  )
})

test('who changes nothing takes what the other made, and the same change is one', () => {
  fc.assert(
    fc.property(text, text, (base, side) => {
      expect(textOf(merge(base, side, base))).toBe(side)
      expect(textOf(merge(base, base, side))).toBe(side)
      expect(textOf(merge(base, side, side))).toBe(side)
    }),
    { numRuns: 500 },
  )
})

test('a merge is the same from both sides, and its conflicts hold all that each side has', () => {
  fc.assert(
    fc.property(text, text, text, (base, ours, theirs) => {
      const merged = merge(base, ours, theirs)
      const back = merge(base, theirs, ours)
      expect(textOf(merged)).toBe(textOf(back))
      if (textOf(merged) !== undefined) return
      for (const piece of merged) if (typeof piece !== 'string') expect(piece.ours).not.toBe(piece.theirs)
      expect(merged.filter((piece) => typeof piece !== 'string')).toHaveLength(
        back.filter((piece) => typeof piece !== 'string').length,
      )
    }),
    { numRuns: 500 },
  )
})

test('changes apart from each other are joined, on the same lines they are a conflict', () => {
  const base = 'one\ntwo\nthree\nfour\nfive\n'
  const ours = 'ONE\ntwo\nthree\nfour\nfive\n'
  expect(textOf(merge(base, ours, base.replace('four', 'FOUR')))).toBe('ONE\ntwo\nthree\nFOUR\nfive\n')
  expect(merge(base, ours, base.replace('one', '1'))).toEqual([
    { base: 'one\n', ours: 'ONE\n', theirs: '1\n' },
    'two\nthree\nfour\nfive\n',
  ])
})

test('lines that are inserted at the same place are a conflict', () => {
  expect(merge('a\nb\n', 'a\nx\nb\n', 'a\ny\nb\n')).toEqual(['a\n', { base: '', ours: 'x\n', theirs: 'y\n' }, 'b\n'])
})

test('what is far from all that differs changes nothing about where it differs', () => {
  const far = (name: string) => Array.from({ length: 200 }, (_, at) => `${name} ${at}`)
  const line = fc.constantFrom('a', 'b', '}', '')
  const some = fc.array(line, { maxLength: 12 })
  fc.assert(
    fc.property(some, some, (before, after) => {
      const near = (lines: string[]) => [...far('head').slice(-50), ...lines, ...far('tail').slice(0, 50)].join('\n')
      const whole = (lines: string[]) => [...far('head'), ...lines, ...far('tail')].join('\n')
      const moved = ({ start, end }: { start: number; end: number }) => ({ start: start + 150, end: end + 150 })
      const hunks = diffLines(near(before), near(after))
      expect(diffLines(whole(before), whole(after))).toEqual(
        hunks.map((hunk) => ({ before: moved(hunk.before), after: moved(hunk.after) })),
      )
    }),
  )
})
