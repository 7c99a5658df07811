import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openKeys } from './keys.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'caret-keys-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => join(folder, 'models', 'keys.json')

test('keys outlive the store, where only the user can read them', async () => {
  await openKeys(file()).set('anthropic', 'secret-1')
  expect(await openKeys(file()).read()).toEqual({ anthropic: 'secret-1' })
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'models')).mode & 0o077).toBe(0)
})

test('keys entered at once are all kept, and no half-written file is left', async () => {
  const keys = openKeys(file())
  await Promise.all(Array.from({ length: 20 }, (_, i) => keys.set(`p${i}`, `secret-${i}`)))
  await keys.remove('p3')
  expect(Object.keys(await keys.read())).toHaveLength(19)
  expect(readdirSync(join(folder, 'models'))).toEqual(['keys.json'])
})

test('a key that another engine entered is found', async () => {
  const [a, b] = [openKeys(file()), openKeys(file())]
  await a.set('openai', 'secret-a')
  await b.set('google', 'secret-b')
  expect(await a.read()).toEqual({ openai: 'secret-a', google: 'secret-b' })
})

test('a damaged file is told of, without its contents', async () => {
  await openKeys(file()).set('openai', 'secret-a')
  writeFileSync(file(), readFileSync(file(), 'utf8').slice(0, -3))
  const error = await openKeys(file())
    .read()
    .catch((error: Error) => error)
  expect(error).toMatchObject({ code: 'BadSettings', message: expect.stringContaining(file()) })
  expect(String((error as Error).stack)).not.toContain('secret')
})
