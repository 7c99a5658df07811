import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findModels } from './files.ts'

const root = mkdtempSync(join(tmpdir(), 'caret-files-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

function put(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), '')
  }
}

test('models are found where Caret keeps them, in folders and as files; the first of a name counts', async () => {
  put('own/one.gguf', 'own/one.gguf.part', 'own/notes.txt', 'more/maker/two.GGUF', 'more/one.gguf', 'alone/three.gguf')
  put('more/mmproj-two.gguf', 'more/.hidden/four.gguf', 'more/big-00001-of-00002.gguf', 'more/big-00002-of-00002.gguf')
  const found = await findModels(join(root, 'own'), [
    join(root, 'more'),
    join(root, 'alone/three.gguf'),
    join(root, 'missing'),
  ])
  expect(Object.fromEntries(found)).toEqual({
    one: join(root, 'own/one.gguf'),
    big: join(root, 'more/big-00001-of-00002.gguf'),
    two: join(root, 'more/maker/two.GGUF'),
    three: join(root, 'alone/three.gguf'),
  })
})

test('where nothing is there is no model', async () => {
  expect(await findModels(join(root, 'nowhere'), [])).toEqual(new Map())
})
