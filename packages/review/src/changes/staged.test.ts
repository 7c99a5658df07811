import { expect, test } from 'vitest'
import { readReview } from '../read-review.ts'
import { testRepository, type TestRepository } from '../testing/repository.ts'
import { sharesOf } from './staged.ts'

const numbers = (...changed: number[]) =>
  Array.from({ length: 20 }, (_, at) => `line ${at}${changed.includes(at) ? ' changed' : ''}\n`).join('')

/** Where each hunk is, and how much of it is staged. */
async function stagedOf({ folder }: TestRepository): Promise<string[]> {
  const { guide, staged } = await readReview({ folder, source: { kind: 'workingTree' } })
  return guide.hunks.map(({ id, path, before }) => `${path}:${before.start} ${staged?.[id] ?? 'not'}`).sort()
}

test('of the working tree it is known which hunks the index has', async () => {
  await using repository = await testRepository()
  const { git, write, commit } = repository
  await commit({ 'a.txt': numbers(), 'gone.txt': 'x\n', 'logo.png': new Uint8Array([0, 1, 2]) })
  await write({ 'a.txt': numbers(2, 3) })
  await git('add', 'a.txt')
  await write({ 'a.txt': numbers(2, 3, 10), 'new.txt': 'new\n', 'logo.png': new Uint8Array([0, 1, 3]) })
  await git('rm', '--quiet', 'gone.txt')
  expect(await stagedOf(repository)).toEqual([
    'a.txt:10 not',
    'a.txt:2 whole',
    'gone.txt:0 whole',
    'logo.png:0 not',
    'new.txt:0 not',
  ])
  await write({ 'a.txt': numbers(2, 10).replace('line 3\n', 'line 3 other\n') })
  await git('add', 'new.txt', 'logo.png')
  expect(await stagedOf(repository)).toEqual([
    'a.txt:10 not',
    'a.txt:2 part',
    'gone.txt:0 whole',
    'logo.png:0 whole',
    'new.txt:0 whole',
  ])
})

test('before the first commit, and where a file is moved', async () => {
  await using repository = await testRepository()
  const { git, write, commit } = repository
  await write({ 'a.txt': numbers(), 'b.png': new Uint8Array([0, 1]) })
  await git('add', 'a.txt')
  expect(await stagedOf(repository)).toEqual(['a.txt:0 whole', 'b.png:0 not'])
  await commit()
  await git('mv', 'a.txt', 'c.txt')
  await write({ 'c.txt': numbers(5) })
  expect(await stagedOf(repository)).toEqual(['c.txt:5 not'])
  await git('add', 'c.txt')
  expect(await stagedOf(repository)).toEqual(['c.txt:5 whole'])
})

test('a commit and a branch have no index', async () => {
  await using repository = await testRepository()
  await repository.commit({ 'a.txt': numbers() })
  const source = { kind: 'commit', commit: 'HEAD' } as const
  expect(await readReview({ folder: repository.folder, source })).not.toHaveProperty('staged')
})

test('what is only taken out or put in is found between the lines', () => {
  const [before, after] = ['a\nb\nc\nd\n', 'a\nc\nx\nd\n']
  const hunks = [
    { before: { start: 1, end: 2 }, after: { start: 1, end: 1 } },
    { before: { start: 3, end: 3 }, after: { start: 2, end: 3 } },
  ]
  expect(sharesOf({ before, index: 'a\nc\nd\n', after }, hunks)).toEqual(['whole', undefined])
  expect(sharesOf({ before, index: 'a\nb\nc\nx\nd\n', after }, hunks)).toEqual([undefined, 'whole'])
  expect(sharesOf({ before, index: after, after }, hunks)).toEqual(['whole', 'whole'])
})
