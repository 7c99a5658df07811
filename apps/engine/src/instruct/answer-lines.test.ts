import { expect, test } from 'vitest'
import { answerLines } from './answer-lines.ts'
import { InstructError } from './instruct-error.ts'

const before = `def total(items):
    sum = 0
    for item in items:
        sum += item.price
    log(sum)
    return sum`
const place = { path: 'shop.py', original: before, before, around: { above: 'import log\n\n', below: '' } }
const read = (said: string) => answerLines(said, place)?.join('\n')
const after = before.replace('item.price', 'item.price * item.count')

test.each([
  ['all lines', `\`\`\`python\n${after}\n\`\`\``],
  [
    'what stays left out',
    '```python\ndef total(items):\n    sum = 0\n    for item in items:\n        sum += item.price * item.count\n    # ... existing code ...\n```',
  ],
  [
    'what is replaced',
    'Here:\n```python\n<<<<<<< SEARCH\n        sum += item.price\n=======\n        sum += item.price * item.count\n>>>>>>> REPLACE\n```\n',
  ],
  [
    'a diff',
    '```diff\n@@ -3,3 +3,3 @@\n     for item in items:\n-        sum += item.price\n+        sum += item.price * item.count\n     log(sum)\n```',
  ],
])('%s', (_, said) => {
  expect(read(said)).toBe(after)
})

test('words are none, and fewer lines are meant', () => {
  expect(read('I would leave that as it is.')).toBeUndefined()
  expect(read('```\nreturn 1\n```')).toBe('return 1')
})

test('what was left out is not guessed', () => {
  const said = '```python\n# ... existing code ...\nreturn 1\n# ... existing code ...\n```'
  expect(() => read(said)).toThrow(InstructError)
})

test('what is left out of a whole function is found in its body', () => {
  const body = before.slice(before.indexOf('\n') + 1)
  const around = { above: 'import log\n\ndef total(items):', below: '' }
  const said =
    '```python\ndef total(items):\n    # ... existing code ...\n    for item in items:\n        sum += item.price * item.count\n    # ... existing code ...\n```'
  expect(answerLines(said, { path: 'shop.py', original: body, before: body, around })?.join('\n')).toBe(
    body.replace('item.price', 'item.price * item.count'),
  )
})
