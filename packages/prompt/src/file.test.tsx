import fc from 'fast-check'
import { expect, test } from 'vitest'
import { File, gptTokenizer, render } from './index.ts'
import { headersByIndent } from './scopes.ts'
import { characters, textOf } from './testing/characters.ts'

const source = `import { a } from 'a'

export class Store {
  #items = []

  find(
    name: string,
  ) {
    for (const item of this.#items) {
      if (item.name === name) {
        return item
      }
    }
  }

  size() {
    return this.#items.length
  }
}
`

test('a file that fits is whole, with its path', async () => {
  const rendered = await render(<File path="src/store.ts" text={source} />, { budget: 1000 })
  expect(textOf(rendered)).toBe(`\`\`\`ts src/store.ts\n${source}\`\`\``)
})

test('near the caret and with the headers of its scopes', async () => {
  const file = <File path="src/store.ts" text={source} caret={10} max={219} />
  expect(textOf(await render(file, { budget: 1000, tokenizer: characters }))).toBe(`\`\`\`ts src/store.ts
… lines 1-2 …
export class Store {
… lines 4-5 …
  find(
… line 7 …
  ) {
    for (const item of this.#items) {
      if (item.name === name) {
        return item
      }
    }
… lines 14-19 …
\`\`\``)
})

test('scopes may be given, and lines numbered', async () => {
  const file = (
    <File
      path="a"
      text={'line a\nline b\nline c\nline d\nline e\nline f\nline g'}
      caret={5}
      scopes={[{ start: 2, end: 6 }]}
      budget={68}
      lineNumbers
    />
  )
  expect(textOf(await render(file, { budget: 1000, tokenizer: characters }))).toBe(
    '``` a\n… lines 1-2 …\n3\tline c\n4\tline d\n5\tline e\n6\tline f\n7\tline g\n```',
  )
})

test('a file of which not even the line of the caret fits is not there', async () => {
  const rendered = await render(
    <>
      hi
      <File path="a.ts" text={source} caret={10} />
    </>,
    { budget: 20, tokenizer: characters },
  )
  expect(textOf(rendered)).toBe('hi')
})

test('headers are told by indentation', () => {
  expect(headersByIndent(source.split('\n'), 10)).toEqual([9, 8, 7, 5, 2])
  expect(headersByIndent(source.split('\n'), 0)).toEqual([])
  expect(headersByIndent([], 3)).toEqual([])
})

test('the line of the caret is there, if anything is, and never too much', async () => {
  const tokenizer = await gptTokenizer()
  const lines = fc.array(fc.constantFrom('', 'a', '  b()', '    c = 1', '/', '```', '\t}'), {
    minLength: 1,
    maxLength: 40,
  })
  await fc.assert(
    fc.asyncProperty(lines, fc.nat(39), fc.integer({ min: 12, max: 80 }), async (lines, nat, budget) => {
      const caret = nat % lines.length
      const marked = lines.map((line, at) => (at === caret ? `${line} | caret` : line)).join('\n')
      const rendered = await render(<File path="a.ts" text={marked} caret={caret} />, { budget, tokenizer })
      expect(rendered.tokens).toBeLessThanOrEqual(budget)
      if (rendered.messages.length > 0) expect(textOf(rendered)).toContain(`${lines[caret]} | caret\n`)
    }),
  )
})
