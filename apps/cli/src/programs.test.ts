import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { findProgram } from './programs.ts'
import { TemporaryFolder } from './testing/temporary.ts'

test('the first executable file of that name on the PATH counts', () => {
  using folder = new TemporaryFolder()
  folder.write('a/tool', 'not executable')
  folder.program('b/tool/inside')
  const tool = folder.program('c/tool')
  folder.program('d/tool')
  const PATH = ['a', 'b', 'c', 'd', 'missing', ''].map((name) => name && join(folder.path, name)).join(delimiter)
  expect(findProgram('tool', { PATH })).toBe(tool)
  expect(findProgram('other', { PATH })).toBeUndefined()
  expect(findProgram('tool', {})).toBeUndefined()
})
