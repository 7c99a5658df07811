import type * as nodeFs from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { temporaryFolder } from '../testing/folder.ts'
import type { Change } from '../workspace.ts'
import { watchFolder } from './watch.ts'

// The system's limit is not a test's to lower: folders named `refused` meet it.
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof nodeFs>()
  const limited = (path: string, ...rest: [never, never]) => {
    if (basename(path) === 'refused') throw Object.assign(new Error('no space'), { code: 'ENOSPC' })
    return fs.watch(path, ...rest)
  }
  return { ...fs, watch: limited as typeof nodeFs.watch }
})

test('tells once that it cannot watch everything, and watches the rest', async () => {
  const folder = await temporaryFolder({ 'a/refused/x': '', 'b/refused/x': '', 'c/x': '1' })
  const errors: string[] = []
  const changes: Change[] = []
  const onError = (error: Error) => void errors.push(error.message)
  await using watching = await watchFolder(folder, (batch) => void changes.push(...batch), { onError })
  expect(watching).toBeDefined()
  expect(errors).toEqual([expect.stringMatching(/max_user_watches/)])
  await writeFile(join(folder, 'c/x'), '2')
  await expect.poll(() => changes, { timeout: 10_000 }).toContainEqual({ path: 'c/x', kind: 'changed' })
})
