import { expect, test } from 'vitest'
import { leftOf } from './apply-clipboard.ts'

test('what a patch asks for besides is told', () => {
  const applied = { kind: 'applied', text: '' } as const
  expect(leftOf(applied)).toBe('')
  expect(leftOf({ ...applied, fate: { kind: 'created' } })).toBe('')
  expect(leftOf({ ...applied, others: ['a.ts', 'b.ts'] })).toBe(
    'The clipboard is about other files, too: a.ts, b.ts. Apply it in each of them.',
  )
  expect(leftOf({ ...applied, fate: { kind: 'renamed', to: 'c.ts' }, others: ['a.ts'] })).toContain(
    'renames this file to c.ts; that was not done. The clipboard is about other files, too: a.ts.',
  )
})
