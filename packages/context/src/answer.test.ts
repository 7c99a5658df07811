import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAnswer } from './answer.ts'

const read = (said: string, original = 'x', over = true) => readAnswer(said, original, over)

test.each<[string, string, string[] | undefined]>([
  ['a block', '```ts\na\nb\n```', ['a', 'b']],
  ['a block with a name', '```ts src/a.ts\na\n```\n', ['a']],
  ['tildes', '~~~\na\n~~~', ['a']],
  ['sentences around it', 'Here is the change:\n\n```\na\n```\nIt is shorter.', ['a']],
  ['the first of two', '```\na\n```\nor\n```\nb\n```', ['a']],
  ['thoughts', '<think>\n```\nno\n```\n</think>\n```\na\n```', ['a']],
  ['thoughts without an end', '<think>\n```\nno\n```', undefined],
  ['a block that does not end', '```\na\nb', ['a', 'b']],
  ['an empty block', '```\n```', []],
  ['a block in the block', '```md\n# A\n```ts\nb\n```\nc\n```', ['# A', '```ts', 'b', '```', 'c']],
  ['a longer fence', '````md\n```\nb\n```\n````', ['```', 'b', '```']],
  ['an indented block', '  ```\n  a\n    b\n  ```', ['a', '  b']],
  ['Windows line breaks', '```\r\na\r\nb\r\n```\r\n', ['a', 'b']],
  ['bare code', '\nconst a = 1\n\n', ['const a = 1']],
  ['words', 'I cannot do that.\n\nconst a = 1', undefined],
  ['a word, and words', 'Sure! Here it is, in `a.ts`:\n', undefined],
  ['a key', 'Name:\n  a: 1', ['Name:', '  a: 1']],
  ['nothing', '\n', undefined],
])('%s', (_, said, lines) => {
  expect(read(said)).toEqual(lines)
})

test('a line counts once it is complete', () => {
  expect(read('```ts\nconst a', 'x', false)).toEqual([])
  expect(read('```ts\nconst a\n``', 'x', false)).toEqual(['const a'])
  expect(read('Here', 'x', false)).toBeUndefined()
  expect(read('Sure:\n', 'x', false)).toBeUndefined()
  expect(read('const a\ncon', 'x', false)).toEqual(['const a'])
})

test('shared indentation that was left out comes back', () => {
  const original = '    if (a) {\n      b()\n    }'
  expect(read('```\nif (c) {\n\n  b()\n}\n```', original)).toEqual(['    if (c) {', '', '      b()', '    }'])
  expect(read('```\n    b()\n```', original)).toEqual(['    b()'])
  expect(read('```\na\n```', '    b\nc')).toEqual(['a'])
})

test('while an answer comes, no line that was shown changes', () => {
  const line = fc.constantFrom('', 'a', '  b()', '# c', '```js', '```', 'Sure, I did.', '    }')
  fc.assert(
    fc.property(fc.array(line), fc.array(line), fc.constantFrom('x', '  x', '\tx'), (body, after, original) => {
      const said = ['````', ...body, '````', ...after].join('\n')
      let last: string[] = []
      for (let end = 0; end <= said.length; end++) {
        const now = readAnswer(said.slice(0, end), original, end === said.length)
        if (!now) continue
        const shown = now.slice(0, last.length)
        // Only what is blank so far says nothing of how it is indented.
        if (last.some((line) => line.trim() !== '')) expect(shown).toEqual(last)
        last = now
      }
      expect(last).toHaveLength(body.length)
    }),
  )
})

test('tabs indent where they do in the file, and blanks where these do', () => {
  const file = 'func a() {\n\tb()\n\tif c {\n\t\td()\n\t}\n}\n'
  const said = '```go\nif c {\n    d()\n    for {\n        e()\n    }\n}\n```'
  const tabbed = ['if c {', '\td()', '\tfor {', '\t\te()', '\t}', '}']
  expect(readAnswer(said, 'b()', true, { above: file, below: '' })).toEqual(tabbed)
  expect(readAnswer(said, '\tb()', true, { above: file, below: '' })).toEqual(tabbed.map((line) => `\t${line}`))
  expect(readAnswer('```\nif c:\n\td()\n```', 'x', true, { above: 'if a:\n  b()\n', below: '' })).toEqual([
    'if c:',
    '  d()',
  ])
  expect(readAnswer('```\n * a\n    b\n```', 'x', true, { above: '  a\n', below: '' })).toEqual([' * a', '    b'])
})

test('what opens and closes the block around is not there twice', () => {
  const around = { above: 'x\n@cached\nfunction a() {', below: '}\nfunction b() {}' }
  const read = (...lines: string[]) => readAnswer(['```', ...lines, '```'].join('\n'), '  if (c) {\n  }', true, around)
  expect(read('function a() {', '  if (d) {', '  }', '}')).toEqual(['  if (d) {', '  }'])
  expect(read('@cached', 'function a() {', '  d()', '}')).toEqual(['  d()'])
  expect(read('  function a() {', '    d()', '  }')).toEqual(['  d()'])
  expect(read('function a() {', '  if (d) {', '  }')).toEqual(['  if (d) {', '  }'])
  expect(read('if (d) {', '}')).toEqual(['  if (d) {', '  }'])
  const flat = { above: 'f()', below: 'f()' }
  expect(readAnswer('```\nf()\ng()\nf()\n```', 'g()', true, flat)).toEqual(['f()', 'g()', 'f()'])
})
