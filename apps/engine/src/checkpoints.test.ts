import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Acceptance,
  Channel,
  checkpointsService,
  type Client,
  connect,
  createConnection,
  type Socket,
} from '@caret/protocol'
import { Checkpoints } from '@caret/review'
import { createMemoryWorkspace } from '@caret/workspace'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { serveCheckpoints } from './checkpoints.ts'
import { openPlace, type Place } from './place.ts'

let data: string
let places: [Place, Place]
let ends: Channel[]
let served: Disposable
let client: Client<(typeof checkpointsService)['methods']>

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'caret-checkpoints-'))
  places = [
    await openPlace(createMemoryWorkspace({ 'a.ts': 'one\nTWO\nthree\n', 'new.ts': 'n\n' }, { root: '/code' })),
    await openPlace(createMemoryWorkspace({ 'settings.json': '{"a": 1}' }, { root: '/user' })),
  ]
  const [here, there] = [new Channel(), new Channel()]
  ends = [here, there]
  const toHere: Socket = { send: (frame) => queueMicrotask(() => there.receive(toThere, frame)), close: () => {} }
  const toThere: Socket = { send: (frame) => queueMicrotask(() => here.receive(toHere, frame)), close: () => {} }
  served = serveCheckpoints(createConnection(there), new Checkpoints(data), places)
  client = connect(createConnection(here), checkpointsService)
  here.attach(toHere, 0)
  there.attach(toThere, 0)
})

afterEach(async () => {
  for (const end of ends) end.end()
  served[Symbol.dispose]()
  for (const place of places) await place[Symbol.asyncDispose]()
  await rm(data, { recursive: true })
})

const edit = { path: '/code/a.ts', before: 'one\ntwo\nthree\n', after: 'one\nTWO\nthree\n', wasUnsaved: true }
const acceptance: Acceptance = {
  ...{ id: '1', title: 'Ctrl+K: shout', origin: { kind: 'instruct' } },
  files: [edit, { path: '/code/new.ts', after: 'n\n', wasUnsaved: false }],
  unsaved: [{ path: '/user/settings.json', text: '{}' }],
}

test('what a page has accepted is listed, and shown as the change that takes it back', async () => {
  await client.record(acceptance)
  const { checkpoints, problems } = await client.list({})
  expect(problems).toEqual([])
  expect(checkpoints).toMatchObject([{ id: '1', title: 'Ctrl+K: shout', files: [{ wasUnsaved: true }, {}] }])
  const preview = await client.preview({ id: '1', kind: 'change' })
  expect(preview.conflicts).toEqual([])
  expect(preview.changeSet.files).toEqual([
    { path: '/code/new.ts', before: 'n\n' },
    { path: '/code/a.ts', before: 'one\nTWO\nthree\n', after: 'one\ntwo\nthree\n' },
  ])
})

test('a page’s own texts count, and the state before has files of every place', async () => {
  await client.record(acceptance)
  const texts = { '/code/a.ts': '// top\none\nTWO\nthree\n', '/code/new.ts': null }
  const preview = await client.preview({ id: '1', kind: 'change', texts })
  expect(preview.changeSet.files).toEqual([
    { path: '/code/a.ts', before: texts['/code/a.ts'], after: '// top\none\ntwo\nthree\n' },
  ])
  const state = await client.preview({ id: '1', kind: 'state', texts })
  expect(state.changeSet.files).toEqual([
    { path: '/user/settings.json', before: '{"a": 1}', after: '{}' },
    { path: '/code/a.ts', before: texts['/code/a.ts'], after: 'one\ntwo\nthree\n' },
  ])
})

test('the folder goes back, all of it or some files; what a page has not saved is refused', async () => {
  const { workspace } = places[0]
  await client.record(acceptance)
  expect(await client.restore({ id: '1', kind: 'change', paths: ['/code/new.ts'] })).toEqual({ conflicts: [] })
  await expect(workspace.read('new.ts')).rejects.toThrow('does not exist')
  workspace.buffers.set('a.ts', 'one\nTWO\nthree\n// more\n')
  await expect(client.restore({ id: '1', kind: 'change' })).rejects.toThrow('a.ts has unsaved text.')
  workspace.buffers.delete('a.ts')
  expect(await client.restore({ id: '1', kind: 'change' })).toEqual({ conflicts: [] })
  expect(await workspace.readText('a.ts')).toBe('one\ntwo\nthree\n')
  await workspace.write('a.ts', 'one\nother\nthree\n')
  expect(await client.restore({ id: '1', kind: 'change' })).toMatchObject({
    conflicts: [{ path: '/code/a.ts', places: [{ line: 1, now: 'other\n', before: 'two\n' }] }],
  })
  await expect(client.restore({ id: '1', kind: 'state' })).rejects.toThrow('outside')
})

test('files of nowhere are not taken, and a checkpoint that is unknown says so', async () => {
  const outside = { ...acceptance, files: [{ ...edit, path: '/etc/passwd' }] }
  await expect(client.record(outside)).rejects.toMatchObject({ code: 'OutsideWorkspace' })
  await expect(client.preview({ id: '?', kind: 'state' })).rejects.toMatchObject({ code: 'CheckpointMissing' })
})
