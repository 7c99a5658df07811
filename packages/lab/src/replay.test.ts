import { applyEdits } from '@caret/text'
import { openCommits } from '@caret/workspace'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { replay, type ReplayedCommit } from './replay.ts'
import { testRepository } from './testing/repository.ts'

test('a commit becomes its edits, declarations before uses, without what nobody typed', async () => {
  await using repository = await testRepository()
  await repository.commit({
    'a.ts': "import { b } from './b.ts'\n\nb()\n",
    'b.ts': 'export function b() {}\n\nmiddle()\nexport const last = 1\n',
    'gone.ts': 'gone\n',
    'old.ts': 'renamed\nand\nlong\nenough\n',
    'yarn.lock': 'a\n',
    'vendor/v.ts': 'v\n',
  })
  await repository.remove('gone.ts', 'old.ts')
  await repository.commit({
    'a.ts': "import { b, fresh } from './b.ts'\n\nb()\nfresh()\n",
    'b.ts': 'export function b() {}\n\nexport function fresh() {}\n\nmiddle()\nexport const last = 2\n',
    'new.ts': 'renamed\nand\nlong\nenough\n',
    'c.ts': 'created\n',
    'yarn.lock': 'b\n',
    'vendor/v.ts': 'w\n',
  })
  const [commit] = await all(repository.folder)
  expect(commit!.edits).toEqual([
    { path: 'b.ts', offset: 24, remove: 0, insert: 'export function fresh() {}\n\n' },
    { path: 'a.ts', offset: 10, remove: 0, insert: ', fresh' },
    { path: 'a.ts', offset: 39, remove: 0, insert: 'fresh()\n' },
    { path: 'b.ts', offset: 81, remove: 1, insert: '2' },
    { path: 'c.ts', offset: 0, remove: 0, insert: 'created\n' },
  ])
  expect([...commit!.before.files.keys()]).toEqual(['a.ts', 'b.ts', 'gone.ts', 'old.ts'])
  expect(await commit!.before.read('b.ts')).toContain('last = 1')
})

test('commits that are too small, too large or merges are passed over, and the oldest comes first', async () => {
  await using repository = await testRepository()
  const lines = (count: number, mark: string) =>
    Array.from({ length: count }, (_, line) => `${line % 2 ? mark : ''}${line}\n`).join('')
  await repository.commit({ 'a.ts': lines(20, '') })
  await repository.commit({ 'a.ts': lines(20, 'b') }, 'ten')
  await repository.commit({ 'a.ts': `${lines(20, 'b')}end\n` }, 'one')
  await repository.commit({ 'a.ts': `0\nx1\n2\nx3\n${lines(20, 'b').slice(10)}end\n` }, 'two')
  const subjects = async (options: Parameters<typeof all>[1]) =>
    (await all(repository.folder, options)).map(({ subject }) => subject)
  expect(await subjects({})).toEqual(['ten', 'two'])
  expect(await subjects({ commits: 1 })).toEqual(['two'])
  expect(await subjects({ maxEdits: 5 })).toEqual(['two'])
  expect(await subjects({ minEdits: 1 })).toEqual(['ten', 'one', 'two'])
  expect(await subjects({ since: 'HEAD~2', minEdits: 1 })).toEqual(['one', 'two'])
})

const line = fc.constantFrom('a', 'b', 'const x = 1', 'use(x)', '', '\r', 'é')
const text = fc
  .tuple(fc.array(line, { maxLength: 10 }), fc.boolean())
  .map(([lines, ended]) => lines.join('\n') + (ended && lines.length > 0 ? '\n' : ''))
const tree = fc.dictionary(fc.constantFrom('a.ts', 'b.py', 'c/d.go'), text, { maxKeys: 3, noNullPrototype: true })

test('the edits of a replay, made in order, give exactly the tree of the commit', async () => {
  await fc.assert(
    fc.asyncProperty(tree, tree, async (before, after) => {
      await using repository = await testRepository()
      await repository.commit(before)
      // A file that vanishes could be found again as a rename; it stays.
      const whole = { ...before, ...after }
      await repository.commit(whole)
      const [commit] = await all(repository.folder, { minEdits: 1 })
      const texts: Record<string, string> = { ...before }
      for (const edit of commit?.edits ?? []) texts[edit.path] = applyEdits(texts[edit.path] ?? '', [edit])
      for (const [path, made] of Object.entries(texts)) expect(made).toBe(whole[path])
    }),
    { numRuns: 40 },
  )
}, 120_000)

async function all(folder: string, options: Parameters<typeof replay>[1] = {}): Promise<ReplayedCommit[]> {
  await using reader = await openCommits(folder)
  const commits: ReplayedCommit[] = []
  for await (const commit of replay(reader, options)) commits.push(commit)
  return commits
}
