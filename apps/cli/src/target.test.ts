import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findTarget } from './target.ts'
import { TemporaryFolder } from './testing/temporary.ts'

test('a folder is opened, and of a file its folder and the file', async () => {
  using folder = new TemporaryFolder()
  folder.write('src/a b.ts', '')
  expect(await findTarget(folder.path)).toEqual({ folder: folder.path })
  expect(await findTarget(join(folder.path, 'src/../'))).toEqual({ folder: folder.path })
  expect(await findTarget(join(folder.path, 'src/a b.ts'))).toEqual({
    folder: join(folder.path, 'src'),
    file: 'a b.ts',
  })
})

test('what is not there, or cannot be opened, is said in a sentence', async () => {
  using folder = new TemporaryFolder()
  const missing = join(folder.path, 'no')
  await expect(findTarget(missing)).rejects.toThrow(`There is no file or folder ${missing}.`)
  const file = folder.write('file', '')
  await expect(findTarget(join(file, 'below'))).rejects.toThrow('There is no file or folder')
  await expect(findTarget('/dev/null')).rejects.toThrow('/dev/null is neither a file nor a folder.')
})
