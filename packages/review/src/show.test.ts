import { expect, test } from 'vitest'
import { guide } from './guide.ts'
import { showGuide } from './show.ts'
import { filesOf } from './testing/read.ts'

test('a guided read is printed with its marks, its notes and what is dimmed', async () => {
  const files = filesOf({
    'a.ts': ['export function f(a) {\n  return a\n}\n', 'export function f(a, b) {\n  return a\n}\n'],
    'yarn.lock': ['1\n', '2\n'],
  })
  const set = { id: '1', title: 'A change', origin: { kind: 'git' as const }, files }
  const notes = [{ path: 'a.ts', version: '1', kind: 'mode' as const, text: 'It becomes executable.', shown: true }]
  const read = await guide(set, { notes })
  const reviewed = new Set(read.steps[1]!.hunks)
  expect(showGuide({ set, notes }, read, { reviewed, lines: true }).split('\n')).toEqual([
    'A change: 2 changes in 2 files, 1 step to read, 1 mechanical change',
    '',
    '1. `f` gains a parameter `b`',
    '    a.ts:1',
    '    ! `f` has to be given `b` now.',
    '        +1: export function f(a, b) {',
    '    It becomes executable.',
    '      - export function f(a) {',
    '      + export function f(a, b) {',
    '· Generated: `yarn.lock` ✓',
    '    yarn.lock:1',
  ])
})
