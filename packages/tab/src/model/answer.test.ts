import { applyEdits } from '@caret/text'
import { expect, test } from 'vitest'
import { fillOf, type Region, rewriteOf } from './answer.ts'
import { nextEditFormats } from './next-edit-formats.ts'

const fill = (text: string, after = '', { complete = true, path = 'a.ts' } = {}) =>
  fillOf({ text, complete }, path, after)

test('what a model fills in is taken as it is', () => {
  expect(fill('a + b')).toBe('a + b')
  expect(fill('a + b\n}\n', '\n}\n')).toBe('a + b')
  expect(fill('x)', ')')).toBe('x')
})

test.each([
  'a + b<|fim_pad|> and more',
  'a + b<|endoftext|><|fim_prefix|>',
  'a + b<fim_suffix>x',
  'a + b<｜fim▁end｜>x',
  'a + b<EOT>',
  'a + b[SUFFIX]x',
  'a + b<|im_end|>\n<|im_start|>user',
])('a token of the model is where its answer ends: %s', (said) => expect(fill(said)).toBe('a + b'))

test.each([
  '```ts\na + b\n```',
  "Sure, here's the code:\na + b",
  'Here is the completed function:\n\na + b',
  "I'm sorry, but I cannot do that.",
  'The missing code adds both.',
  'a\0b',
  'a \ufffd',
  '   \n\n',
  '<|im_start|>assistant',
  '',
])('chatter and rubbish are nothing: %j', (said) => expect(fill(said)).toBe(''))

test('what goes on for ever, or into what is there, ends in time', () => {
  expect(fill('x()\ny()\ny()\ny()\ny()')).toBe('x()\ny()')
  expect(fill('one()\n  two()\n  three()', '\n  two()\n')).toBe('one()')
  expect(fill('one()\ntwo()\nthr', '', { complete: false })).toBe('one()\ntwo()')
  expect(fill('onlyHalfAWor', '', { complete: false })).toBe('')
})

test('in Markdown a fence may be meant', () => {
  expect(fill('```ts\nx\n```', '', { path: 'README.md' })).toBe('```ts\nx\n```')
})

const format = (name: string) => nextEditFormats.find((format) => format.name === name)!
const text = 'one\ntotal = 1\nsum = 2\nthree\n'
const region: Region = { path: 'a.py', start: 4, text: 'total = 1\nsum = 2\nthree', eol: '\n' }
const rewritten = (said: string, name = 'zeta', complete = true) => {
  const edits = rewriteOf({ text: said, complete }, region, format(name))
  return edits.length === 0 ? undefined : applyEdits(text, edits)
}
const answer = 'total = 1\ntotal = 2\nthree'
const becomes = 'one\ntotal = 1\ntotal = 2\nthree\n'

test('a region that is written again comes to the smallest edits', () => {
  const zeta = `<|editable_region_start|>\n${answer}\n<|editable_region_end|>\n\`\`\``
  expect(rewritten(zeta)).toBe(becomes)
  expect(rewritten(zeta.replace('2\n', '2<|user_cursor_is_here|>\n'))).toBe(becomes)
  expect(rewritten(`<|editable_region_start|>\n${answer}`)).toBe(becomes)
  expect(rewritten(`\n${answer}\n<|file_sep|>next.py`, 'sweep')).toBe(becomes)
  expect(rewritten(`${answer}\n>>>>>>> UPDATED\n`, 'zeta-2')).toBe(becomes)
  expect(rewritten('NO_EDITS\n>>>>>>> UPDATED\n', 'zeta-2')).toBeUndefined()
  expect(rewritten(`${answer}\n`, 'instinct')).toBe(becomes)
  expect(rewritten(`${answer}\n<|editable_region_end|>`, 'instinct', false)).toBe(becomes)
  expect(rewritten(`<region>\n${answer}\n</region>`, 'chat')).toBe(becomes)
  const [edit] = rewriteOf({ text: zeta, complete: true }, region, format('zeta'))
  expect(edit).toEqual({ path: 'a.py', offset: 14, remove: 3, insert: 'total' })
})

test('line breaks of the file are kept', () => {
  const crlf = { ...region, start: 5, text: region.text.replaceAll('\n', '\r\n'), eol: '\r\n' as const }
  const edits = rewriteOf({ text: `<region>\n${answer}\nmore\n</region>`, complete: true }, crlf, format('chat'))
  expect(applyEdits(text.replaceAll('\n', '\r\n'), edits)).toBe(
    'one\ntotal = 1\ntotal = 2\nthree\nmore\n'.replaceAll('\n', '\r\n'),
  )
})

test.each([
  ['the region as it was', `<region>\n${region.text}\n</region>`],
  ['no region at all', answer],
  ['chatter', 'You should rename sum to total.'],
  ['a token of the model', `<region>\n${answer}<|im_end|>\n</region>`],
  ['a fence', `<region>\n\`\`\`py\n${answer}\n\`\`\`\n</region>`],
  ['the same line again and again', `<region>\n${answer}\n${'x = 1\n'.repeat(20)}</region>`],
])('%s is no edit', (_, said) => expect(rewritten(said, 'chat')).toBeUndefined())

test('an answer that was cut short, or takes out most of the region, is no edit', () => {
  expect(rewritten(`<region>\n${answer}`, 'chat', false)).toBeUndefined()
  const long = { ...region, text: Array.from({ length: 20 }, (_, at) => `line ${at}`).join('\n') }
  expect(rewriteOf({ text: '<region>\nline 0\n</region>', complete: true }, long, format('chat'))).toEqual([])
})
