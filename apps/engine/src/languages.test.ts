import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Channel, connect, createConnection, languagesService, type Socket } from '@caret/protocol'
import { openWorkspace } from '@caret/workspace'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Disposables } from './disposables.ts'
import { openLanguages, serveLanguages } from './languages.ts'
import { Outside } from './outside.ts'
import { openPlace } from './place.ts'

/** A folder with its language servers, and pages that reach them over a connection each. */
async function scene() {
  const owned = new Disposables()
  onTestFinished(() => owned[Symbol.asyncDispose]())
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'caret-engine-languages-')))
  owned.defer(() => rm(folder, { recursive: true, force: true }))
  const place = owned.use(await openPlace(await openWorkspace(folder)))
  const languages = owned.use(openLanguages(place))
  const openPage = () => {
    const [page, engine] = [owned.use(new Channel()), owned.use(new Channel())]
    const toPage: Socket = { send: (frame) => queueMicrotask(() => engine.receive(toEngine, frame)), close: () => {} }
    const toEngine: Socket = { send: (frame) => queueMicrotask(() => page.receive(toPage, frame)), close: () => {} }
    const [client, server] = [createConnection(page), createConnection(engine)]
    page.attach(toPage, 0)
    engine.attach(toEngine, 0)
    const service = serveLanguages(server, languages.servers, new Outside())
    return { client: connect(client, languagesService), close: () => service[Symbol.dispose]() }
  }
  return { folder, languages, openPage }
}

type Received = { client: number; message: { id?: number; result?: unknown; error?: { message: string } } }

test('a page speaks with a server; what it has not saved is what the engine sees, until it goes', async () => {
  const { folder, languages, openPage } = await scene()
  await writeFile(join(folder, 'a.css'), 'a { color: red }\n')
  const { client, close } = openPage()
  const states: string[] = []
  client.on('status', ({ id, state }) => states.push(`${id} ${state}`))
  const received: Received[] = []
  client.on('receive', (message) => received.push(message as Received))

  const css = (await client.servers({})).find(({ id }) => id === 'css')
  expect(css).toMatchObject({ name: 'CSS', languages: ['css', 'scss', 'less'], state: 'stopped' })
  await expect(client.join({ server: 'klingon', client: 1 })).rejects.toThrow('no language server called klingon')
  await client.join({ server: 'css', client: 7 })
  const send = (message: object) => client.send({ client: 7, message: { jsonrpc: '2.0', ...message } })
  send({ id: 1, method: 'initialize', params: { capabilities: {} } })
  await vi.waitFor(() => expect(received[0]).toMatchObject({ client: 7, message: { id: 1 } }), { timeout: 10_000 })
  expect(states).toEqual(['css starting', 'css ready'])
  send({ method: 'initialized', params: {} })
  const uri = pathToFileURL(join(folder, 'a.css')).href
  const textDocument = { uri, languageId: 'css', version: 1, text: 'a { colr: red }\n' }
  send({ method: 'textDocument/didOpen', params: { textDocument } })
  send({ id: 2, method: 'textDocument/hover', params: { textDocument, position: { line: 0, character: 0 } } })
  await vi.waitFor(() => expect(received.at(-1)).toMatchObject({ message: { id: 2 } }), { timeout: 10_000 })

  expect(await languages.diagnostics('a.css')).toMatchObject([{ message: "Unknown property: 'colr'" }])
  client.configure({ settings: { css: { lint: { unknownProperties: 'ignore' } } } })
  await vi.waitFor(async () => expect(await languages.diagnostics('a.css')).toEqual([]), 15_000)
  client.configure({ settings: { css: { lint: { unknownProperties: 'error' } } } })
  await vi.waitFor(
    async () => expect(await languages.diagnostics('a.css')).toMatchObject([{ severity: 'error' }]),
    15_000,
  )
  close()
  expect(await languages.diagnostics('a.css')).toEqual([])
})

test('a page stops and restarts a server', async () => {
  const { openPage, languages } = await scene()
  const { client } = openPage()
  await client.restart({ server: 'json' })
  await vi.waitFor(() => expect(languages.status().find(({ id }) => id === 'json')?.state).toBe('ready'), 15_000)
  await client.stop({ server: 'json' })
  const servers = await client.servers({})
  expect(servers.find(({ id }) => id === 'json')).toMatchObject({
    state: 'stopped',
    detail: expect.stringContaining('Restart'),
  })
})
