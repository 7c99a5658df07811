import { expect, test } from 'vitest'
import { gatherContext } from './index.ts'
import { aroundOf } from './testing/around.ts'

const files = {
  'tax.ts': 'export function tax(price: number) {\n  return price / 5\n}\n',
  'shop.ts': "import { tax } from './tax'\n\nexport function total(price: number) {\n  return tax(price)\n}\n",
}
const subject = { path: 'shop.ts', text: files['shop.ts'], lines: { start: 3, end: 4 }, selected: true }

test('the file tells of itself, sources of the rest, the best first', async () => {
  const recentEdits = async () => [{ path: 'tax.ts', diff: '@@ -1,1 +1,1 @@\n-a\n+b\n' }]
  const { scopes, items } = await gatherContext(subject, aroundOf(files, { recentEdits }))
  expect(scopes).toEqual([{ start: 2, end: 4 }])
  expect(items.map(({ source, path }) => [source, path])).toEqual([
    ['definitions', 'tax.ts'],
    ['edits', 'tax.ts'],
    ['headers', 'tax.ts'],
  ])
})

test('a source that fails is told of, and left out', async () => {
  const failed: string[] = []
  const around = aroundOf(files, {
    recentEdits: () => Promise.reject(new Error('the thread is gone')),
    onFailure: (source) => void failed.push(source),
  })
  const { items } = await gatherContext(subject, around)
  expect(failed).toEqual(['edits'])
  expect(items.map(({ source }) => source)).toEqual(['definitions', 'headers'])
})

test('who cancels gets the reason', async () => {
  const abort = new AbortController()
  const around = aroundOf(files, {
    paths: async () => {
      abort.abort(new Error('enough'))
      return Object.keys(files)
    },
  })
  await expect(gatherContext(subject, around, abort.signal)).rejects.toThrow('enough')
})

test('a file without a grammar, with Windows line breaks', async () => {
  const text = 'a\r\nb\r\nc'
  const gathered = await gatherContext(
    { ...subject, path: 'a.txt', text, lines: { start: 1, end: 2 } },
    aroundOf(files),
  )
  expect(gathered).toMatchObject({ selection: 'b', scopes: [], items: [] })
})
