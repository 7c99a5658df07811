import { expect, test } from 'vitest'
import { testRepository } from '../testing/repository.ts'
import { keepSurprise } from './codebase.ts'

test('what the codebase has surprises less, and it is read again only for another commit or other folders', async () => {
  await using repository = await testRepository()
  const { folder, commit, git } = repository
  await commit({ 'a/x.ts': 'export const users = createStore({ name })\n'.repeat(5), 'b/y.ts': 'let y = 1\n' })
  const head = async () => (await git('rev-parse', 'HEAD')).trim()
  const surpriseIn = keepSurprise()
  const asked = { folder, commit: await head(), near: ['a/x.ts', 'b/y.ts'] }
  const surprise = await surpriseIn(asked)
  const bits = (text: string) => surprise(text, 'a/z.ts').reduce((sum, each) => sum + each.bits, 0)
  expect(bits('createStore({ name })')).toBeLessThan(bits('makeVault({ title })'))
  expect(await surpriseIn({ ...asked, near: ['a/other.ts'] })).toBe(surprise)
  expect(await surpriseIn({ ...asked, near: ['c/z.ts'] })).not.toBe(surprise)
  await commit({ 'a/x.ts': '' })
  expect(await surpriseIn({ ...asked, commit: await head() })).not.toBe(surprise)
})
