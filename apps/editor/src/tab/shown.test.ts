import type { TabEdit } from '@caret/protocol'
import { expect, test } from 'vitest'
import { createShown } from './shown.ts'

const suggestion: TabEdit = {
  kind: 'edit',
  ...{ id: 1, path: '/a.ts', offset: 4, remove: 3, insert: 'total' },
  ...{ source: 'repeat', reason: '', probability: 0.9 },
}

test('an edit that does the same takes the suggestion, whole or in the parts that differ', () => {
  for (const changes of [
    [{ offset: 4, remove: 3, insert: 'total' }],
    [
      { offset: 7, remove: 0, insert: 'al' },
      { offset: 5, remove: 2, insert: 'ot' },
    ],
  ]) {
    const shown = createShown()
    shown.add(suggestion)
    expect(shown.take('/a.ts', changes, () => 'let total = 0')).toBe(suggestion)
  }
})

test('another edit does not, nor one in another file, nor one that comes later', () => {
  const shown = createShown()
  const same = [{ offset: 4, remove: 3, insert: 'total' }]
  shown.add(suggestion)
  expect(shown.take('/b.ts', same, () => 'let total = 0')).toBeUndefined()
  expect(shown.take('/a.ts', same, () => 'let total = 0')).toBeUndefined()
  shown.add(suggestion)
  expect(shown.take('/a.ts', [{ offset: 4, remove: 3, insert: 'count' }], () => 'let count = 0')).toBeUndefined()
})
