import type { PromptNode } from '@caret/protocol'
import { expect, test } from 'vitest'
import { isWithin, keyOf, rowsOf } from './rows.ts'

const node = (
  name: string,
  tokens: number,
  children: PromptNode[] = [],
  more: Partial<PromptNode> = {},
): PromptNode => ({
  ...{ name, tokens, shown: tokens, state: 'kept', children },
  ...more,
})
const text = (words: string, tokens: number) => node('', tokens, [], { text: words })

test('nodes are rows with their own tokens; an element in one of its like stands beside it', () => {
  const far = node('text', 3, [text('far', 3)], { shown: 0, state: 'cut', why: 'did not fit', priority: -2 })
  const near = node('text', 5, [far, text('near', 2)], { shown: 2, state: 'part' })
  const rows = rowsOf(node('prompt', 5, [node('user', 5, [near], { shown: 2, state: 'part' })]))
  expect(rows.map(({ depth, name, text, tokens, shown, state }) => [depth, name, text, tokens, shown, state])).toEqual([
    [0, 'user', '', 0, 0, 'kept'],
    [1, 'text', 'near', 2, 2, 'kept'],
    [1, 'text', 'far', 3, 0, 'cut'],
  ])
  expect(rows.map(({ key }) => key)).toEqual(['user', 'user › text', 'user › text'])
  expect(rows[2]).toMatchObject({ why: 'did not fit', priority: -2 })
})

test('what is within is told by names, not by letters', () => {
  const key = keyOf(['user', 'text', 'text', 'Lines'])
  expect(key).toBe('user › text › Lines')
  expect([isWithin(key, 'user'), isWithin(key, 'user › text'), isWithin('users', 'user')]).toEqual([true, true, false])
})
