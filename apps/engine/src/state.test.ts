import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { openDataFolder } from './data-folder.ts'
import { State } from './state.ts'

const root = mkdtempSync(join(tmpdir(), 'caret-state-'))
afterEach(() => rmSync(root, { recursive: true, force: true }))

test('updates add up, whoever makes them', async () => {
  const data = await openDataFolder('/some/folder', root)
  const [here, there] = [new State(data), new State(data)]
  here.update({ name: 'application', insert: { a: '1', b: '2' }, delete: [] })
  await here.read('application')
  there.update({ name: 'application', insert: { c: '3' }, delete: ['b'] })
  await there.read('application')
  expect(await here.read('application')).toEqual({ a: '1', c: '3' })
})

test('each folder has its own', async () => {
  const one = new State(await openDataFolder('/one', root))
  const other = new State(await openDataFolder('/other', root))
  one.update({ name: 'workspace', insert: { open: 'a.ts' }, delete: [] })
  expect(await one.read('workspace')).toEqual({ open: 'a.ts' })
  expect(await other.read('workspace')).toEqual({})
})

test('a damaged file starts afresh', async () => {
  const data = await openDataFolder('/damaged', root)
  writeFileSync(join(data.workspace, 'state.json'), '{"cut')
  const state = new State(data)
  expect(await state.read('workspace')).toEqual({})
  state.update({ name: 'workspace', insert: { a: '1' }, delete: [] })
  expect(await state.read('workspace')).toEqual({ a: '1' })
})
