import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseSettings, readSettings } from './settings.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'caret-settings-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('are read as the editor writes them, with comments', async () => {
  const file = join(folder, 'settings.json')
  writeFileSync(
    file,
    `{
      // mine
      "editor.fontSize": 12,
      "caret.models.dailyBudget": 5,
      "caret.models.roles": { "smart": ["a/b", "c/d/e"], "fast": "a/b" },
      "caret.models.providers": { "router": { "kind": "openai-compatible", "baseURL": "https://router.example/v1", }, },
    }`,
  )
  expect(await readSettings(file)).toMatchObject({
    dailyBudget: 5,
    roles: { smart: ['a/b', 'c/d/e'], fast: 'a/b' },
    providers: { router: { kind: 'openai-compatible', baseURL: 'https://router.example/v1' } },
    record: false,
  })
})

test('have defaults without a file', async () => {
  expect(await readSettings(join(folder, 'none.json'))).toEqual({
    providers: {},
    roles: {},
    prices: {},
    record: false,
    discover: true,
    router: 'auto',
  })
})

test.each([
  [{ roles: { clever: 'a/b' } }, 'caret.models.roles'],
  [{ dailyBudget: 'much' }, 'caret.models.dailyBudget'],
  [{ providers: { x: { baseURL: 'file:///etc/passwd' } } }, 'caret.models.providers.x.baseURL'],
  [{ providers: { x: { apiKey: 'sk' } } }, 'caret.models.providers.x'],
])('name what is wrong in %j', (values, name) => {
  expect(() => parseSettings(values)).toThrowError(expect.objectContaining({ code: 'BadSettings' }))
  expect(() => parseSettings(values)).toThrow(name)
})

test('an emptied box of the settings editor is no budget', () => {
  expect(parseSettings({ dailyBudget: null }).dailyBudget).toBeUndefined()
})

test('of a broken file say so', async () => {
  const file = join(folder, 'settings.json')
  writeFileSync(file, '{ "caret.models.record": tru')
  await expect(readSettings(file)).rejects.toMatchObject({ code: 'BadSettings' })
})
