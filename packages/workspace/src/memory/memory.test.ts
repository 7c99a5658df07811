import { expect, test } from 'vitest'
import { testWorkspace } from '../testing/suite.ts'
import { createMemoryWorkspace } from './memory.ts'

testWorkspace('a folder in memory', async (files) => createMemoryWorkspace(files))

test('runs what it is given, and nothing else', async () => {
  await using bare = createMemoryWorkspace()
  await expect(bare.run('ls', [])).rejects.toThrow(/ls cannot be run/)
  await using able = createMemoryWorkspace(
    {},
    { run: async (program) => ({ code: 0, stdout: program, stderr: '', truncated: false, timedOut: false }) },
  )
  expect(await able.run('ls', [])).toMatchObject({ stdout: 'ls' })
  expect(await able.git()).toBeUndefined()
})

test('does not share its bytes', async () => {
  await using workspace = createMemoryWorkspace()
  const bytes = Uint8Array.of(1)
  await workspace.write('a', bytes)
  bytes[0] = 2
  const read = await workspace.read('a')
  read[0] = 3
  expect([...(await workspace.read('a'))]).toEqual([1])
})
