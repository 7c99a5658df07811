import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kept } from '@caret/tab'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKeeper, readKept } from './kept.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caret-kept-'))
})

afterAll(() => rm(folder, { recursive: true }))

const kept: Kept = {
  history: [
    {
      ...{ path: 'a.ts', hash: 'x' },
      edits: [{ offset: 1, removed: '', inserted: 'text', time: 7, predicted: false }],
    },
  ],
  habits: { repeat: -0.2 },
}

test('what is written is read again, and by the user alone', async () => {
  const file = join(folder, 'tab.json')
  const keeper = createKeeper(file, () => kept)
  await keeper.flush()
  expect(await readKept(file)).toBeUndefined()
  keeper.soon()
  keeper.soon()
  await keeper.flush()
  expect(await readKept(file)).toEqual(kept)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['tab.json'])
})

test('what is damaged is refused', async () => {
  const file = join(folder, 'damaged.json')
  for (const text of ['{ "history": [', '{}', JSON.stringify({ ...kept, history: [{ path: 1 }] })]) {
    await writeFile(file, text)
    await expect(readKept(file)).rejects.toThrow()
  }
})
