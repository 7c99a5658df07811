import { expect, test } from 'vitest'
import { testRepository } from '../testing/repository.ts'
import { trainTab } from './train-tab.ts'

/** Commits that each add an argument to all calls of one function, among functions that are left alone. */
async function repositoryOf(...verbs: string[]) {
  const repository = await testRepository()
  const done = new Set<string>()
  const text = () =>
    verbs
      .flatMap((verb) => [1, 2, 3].map((at) => `${verb}(user${done.has(verb) ? ', now' : ''})\nthen${at}()\n`))
      .join('')
  await repository.commit({ 'a.ts': text() })
  for (const verb of verbs) {
    done.add(verb)
    await repository.commit({ 'a.ts': text() })
  }
  return repository
}

test('repositories become weights, the same each time', async () => {
  await using one = await repositoryOf('send', 'fetch', 'store')
  await using other = await repositoryOf('draw', 'clear')
  const lines: string[] = []
  const options = { repos: [one.folder, other.folder], onProgress: (line: string) => lines.push(line) }
  const result = await trainTab(options)
  // After the last edit of a commit, too, Tab is asked.
  expect(result.repos.map(({ commits, steps }) => [commits, steps])).toEqual([
    [3, 9],
    [2, 6],
  ])
  for (const { rivals, right } of result.repos) expect(right).toBeLessThanOrEqual(rivals)
  expect(result.repos[0]!.right).toBeGreaterThan(0)
  expect(result.judged.at(0)).toMatchObject({ recall: 1 })
  expect(lines.at(-1)).toBe('fitted 3 of 3 times')
  const { fitted } = await import(`data:text/javascript,${encodeURIComponent(plain(result.source))}`)
  expect(Object.values(fitted.weights).filter(Number.isFinite).length).toBeGreaterThan(3)
  expect(Object.keys(fitted.shown)).toEqual(['bias', 'likeliest', 'second', 'any', 'prior', 'family', 'share'])
  expect((await trainTab({ repos: options.repos })).source).toBe(result.source)
})

test('one repository is not enough', async () => {
  await expect(trainTab({ repos: ['.'] })).rejects.toThrow(RangeError)
})

/** Without its types. */
const plain = (source: string) => source.replace(/ as Readonly<.*>/, '')
