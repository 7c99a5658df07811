import { expect, test } from 'vitest'
import { aroundOf, knownOf } from '../testing/around.ts'
import { definitions } from './definitions.ts'

const { signal } = new AbortController()
const files = {
  'src/tax.ts':
    '/** Of a price. */\nexport function tax(price: number) {\n  return price / 5\n}\n\nexport const rate = 5\n',
  'src/shop.ts': `import { tax as taxOf } from './tax'

interface Item {
  price: number
}

export function total(items: Item[]) {
  let sum = 0
  for (const item of items) sum += taxOf(item.price)
  return sum
}
`,
}

test('by what imports and the file itself say', async () => {
  const known = await knownOf('src/shop.ts', files['src/shop.ts'], 6, 11)
  const found = await definitions.find(known, aroundOf(files), signal)
  expect(found.map(({ path, text, why }) => [path, text.split('\n')[0], why])).toEqual([
    ['src/shop.ts', 'interface Item {', 'definition of Item'],
    ['src/tax.ts', '/** Of a price. */', 'definition of taxOf'],
  ])
})

test('by a language server, which also knows members; one that is late or fails leaves it to the text', async () => {
  const known = await knownOf('src/shop.ts', files['src/shop.ts'], 8, 9)
  const place = { path: 'src/shop.ts', range: { start: { line: 3, character: 2 } } }
  const asked: unknown[] = []
  const around = aroundOf(files, {
    definition: async (_, position) => {
      asked.push(position)
      return position.character > 45 ? [place] : new Promise(() => {})
    },
  })
  const found = await definitions.find(known, around, signal)
  expect(asked).toContainEqual({ line: 8, character: 35 })
  expect(found.map(({ why, text }) => [why, text.split('\n')[0]])).toEqual([
    ['definition of taxOf', '/** Of a price. */'],
    ['definition of price', 'price: number'],
  ])
  const failing = aroundOf(files, { definition: () => Promise.reject(new Error('no')) })
  expect((await definitions.find(known, failing, signal)).map(({ why }) => why)).toEqual(['definition of taxOf'])
})

test('what a library defines is left to the model, and so is what is among the lines', async () => {
  const known = await knownOf('src/shop.ts', files['src/shop.ts'], 2, 11)
  const around = aroundOf(files, {
    definition: async () => [{ path: '/usr/lib/node.d.ts', range: { start: { line: 0, character: 0 } } }],
  })
  expect((await definitions.find(known, around, signal)).map(({ path }) => path)).toEqual(['src/tax.ts'])
})

test('files of a Go package see each other', async () => {
  const go = {
    'shop/total.go': 'package shop\n\nfunc Total() int {\n\treturn Tax(3)\n}\n',
    'shop/tax.go': 'package shop\n\nfunc Tax(n int) int {\n\treturn n / 5\n}\n',
  }
  const known = await knownOf('shop/total.go', go['shop/total.go'], 2, 5)
  expect(await definitions.find(known, aroundOf(go), signal)).toMatchObject([
    { path: 'shop/tax.go', lines: { start: 2, end: 5 }, why: 'definition of Tax' },
  ])
})

test('who cancels gets no answer', async () => {
  const known = await knownOf('src/shop.ts', files['src/shop.ts'], 8, 9)
  const abort = new AbortController()
  abort.abort(new Error('enough'))
  await expect(definitions.find(known, aroundOf(files), abort.signal)).rejects.toThrow('enough')
})
