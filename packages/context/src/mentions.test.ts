import { expect, test } from 'vitest'
import { readMentions } from './index.ts'
import { aroundOf } from './testing/around.ts'

const { signal } = new AbortController()
const around = aroundOf({
  'tax.ts':
    '/** Of a price. */\nexport function tax(price: number) {\n  return price / 5\n}\n\nexport function net() {}\n',
  'notes.txt': 'Nothing.\r\n',
})

test('a file with its outline, near what is spoken of; a declaration; a text', async () => {
  const mentions = [{ path: 'tax.ts' }, { path: 'tax.ts', name: 'tax' }, { path: 'notes.txt' }]
  const { found, missing } = await readMentions(mentions, 'Use net here', around, signal)
  expect(missing).toEqual([])
  expect(found[0]).toMatchObject({ path: 'tax.ts', outline: expect.stringContaining('function net'), focus: 5 })
  expect(found[1]!.text).toBe('/** Of a price. */\nexport function tax(price: number) {\n  return price / 5\n}')
  expect(found[2]).toEqual({ path: 'notes.txt', text: 'Nothing.\n', outline: '', focus: 0 })
})

test('what is not there is said', async () => {
  const mentions = [{ path: 'gone.ts' }, { path: 'tax.ts', name: 'gone' }, { path: '../out.ts' }]
  expect(await readMentions(mentions, '', around, signal)).toEqual({ found: [], missing: mentions })
})
