import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Channel, connect, createConnection, filesService, type Socket } from '@caret/protocol'
import { openWorkspace } from '@caret/workspace'
import { expect, onTestFinished, test } from 'vitest'
import { serveFiles } from './files.ts'
import { Outside } from './outside.ts'
import { openPlace } from './place.ts'

test.each([
  ['a location', { uri: 'file:///usr/lib/a.d.ts', range: {} }],
  ['a list of links', [{ targetUri: 'file:///usr/lib/a.d.ts' }]],
  ['a list of symbols', [{ name: 'x', location: { uri: 'file:///usr/lib/a.d.ts' } }]],
])('%s names a file', (_name, result) => {
  const outside = new Outside()
  outside.note(result)
  expect(outside.has('/usr/lib/a.d.ts')).toBe(true)
  expect(outside.has('/usr/lib')).toBe(false)
  expect(outside.has('/usr/lib/../lib/a.d.ts')).toBe(false)
})

test.each([null, 3, 'file:///etc/passwd', { uri: 'http://x/etc/passwd' }, { items: [{ uri: 7 }] }])(
  '%j names none',
  (result) => {
    const outside = new Outside()
    outside.note(result)
    expect(outside.has('/etc/passwd')).toBe(false)
  },
)

test('what a server names in the folder stays writable; what it names outside is not', async () => {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'caret-outside-')))
  onTestFinished(() => rm(base, { recursive: true }))
  for (const folder of ['folder', 'library']) await mkdir(join(base, folder))
  const [inside, outside] = [join(base, 'folder/a.ts'), join(base, 'library/b.ts')]
  for (const file of [inside, outside]) await writeFile(file, 'text')
  await using place = await openPlace(await openWorkspace(join(base, 'folder')))
  await using named = new Outside()
  using page = new Channel()
  using engine = new Channel()
  const toPage: Socket = { send: (frame) => queueMicrotask(() => engine.receive(toEngine, frame)), close: () => {} }
  const toEngine: Socket = { send: (frame) => queueMicrotask(() => page.receive(toPage, frame)), close: () => {} }
  const files = connect(createConnection(page), filesService)
  using _ = serveFiles(createConnection(engine), [place], named)
  page.attach(toPage, 0)
  engine.attach(toEngine, 0)

  await expect(files.read({ path: outside })).rejects.toMatchObject({ code: 'OutsideWorkspace' })
  named.note([inside, outside].map((path) => ({ uri: `file://${path}` })))
  expect(await files.stat({ path: inside })).toMatchObject({ readonly: false })
  expect(await files.stat({ path: outside })).toMatchObject({ readonly: true })
  expect(new TextDecoder().decode(await files.read({ path: outside }))).toBe('text')
  const write = (path: string) => files.write({ path, contents: new Uint8Array(), create: false, overwrite: true })
  await write(inside)
  await expect(write(outside)).rejects.toMatchObject({ code: 'OutsideWorkspace' })
})
