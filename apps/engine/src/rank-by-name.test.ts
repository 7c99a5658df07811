import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rankByName } from './rank-by-name.ts'

const paths = ['src/view/tree.ts', 'src/tree-view.ts', 'tree', 'docs/TREE.md', 'test/re/e.ts', 'src/other.ts']

test('a name is looked for in the last part first, then in the path, then letter by letter', async () => {
  expect(await rankByName(paths, 'tree', 10)).toEqual([
    'tree',
    'docs/TREE.md',
    'src/tree-view.ts',
    'src/view/tree.ts',
    'test/re/e.ts',
  ])
})

test.each([
  ['view tree', ['src/view/tree.ts', 'src/tree-view.ts']],
  ['view/tr', ['src/view/tree.ts']],
  ['view\\tr', ['src/view/tree.ts']],
  ['*.md', ['docs/TREE.md']],
  ['nothing of it', []],
])('%s', async (name, expected) => {
  expect((await rankByName(paths, name, 10)).toSorted()).toEqual(expected.toSorted())
})

test('the best are given where there are too many', async () => {
  const many = Array.from({ length: 25_000 }, (_, index) => `folder/f${index}.ts`)
  expect(await rankByName([...many, 'other/f.ts'], 'f.ts', 1)).toEqual(['other/f.ts'])
  expect(await rankByName(many, 'f', 512)).toHaveLength(512)
})

test('what has the letters is found, what lacks one is not', async () => {
  const path = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '/', 'É', '.'), minLength: 1 })
  await fc.assert(
    fc.asyncProperty(path, fc.array(fc.boolean()), async (text, taken) => {
      const letters = Array.from(text)
        .filter((_, index) => taken[index])
        .join('')
      expect(await rankByName([text], letters, 1)).toEqual([text])
      expect(await rankByName([text], `${letters}z`, 1)).toEqual([])
    }),
  )
})

test('it stops when asked', async () => {
  await expect(rankByName(['a'], 'a', 1, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
})
