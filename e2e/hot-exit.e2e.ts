import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Editor, EngineProcess, Folder, launchBrowser } from './harness.ts'

let browser: Browser
let folder: Folder
let data: Folder
let engine: EngineProcess
let editor: Editor

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(() => browser.close())

beforeEach(async () => {
  folder = new Folder({ 'a.txt': 'first\n', 'b.txt': 'second\n' })
  data = new Folder({})
  engine = await EngineProcess.start(folder.path, data.path)
  editor = await Editor.open(browser, engine.url)
})

afterEach(async () => {
  await editor.close()
  await engine[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
  data[Symbol.dispose]()
})

const restart = async () => {
  engine = await EngineProcess.start(folder.path, data.path)
}

const shows = (text: string) =>
  editor.eventually(
    () => editor.text(),
    (found) => expect(found).toContain(text),
  )

const save = async (path: string, text: string) => {
  await editor.save()
  await editor.eventually(
    () => folder.read(path),
    (found) => expect(found).toBe(text),
  )
}

test('unsaved text survives a closed page, in files and in untitled editors', async () => {
  await editor.openFile('a.txt')
  await editor.type('unsaved ')
  await editor.command('New Untitled Text File')
  await editor.type('never saved')
  await editor.backedUp(data, 'unsaved first')
  await editor.backedUp(data, 'never saved')
  await editor.close()

  editor = await Editor.open(browser, engine.url)
  await shows('never saved')
  await editor.tab('a.txt').click()
  await shows('unsaved first')
  await editor.page.locator('.tab.active.dirty').waitFor()
  expect(folder.read('a.txt')).toBe('first\n')
  await save('a.txt', 'unsaved first\n')
})

test('a page whose engine is killed while one types goes on with the next engine', async () => {
  await editor.openFile('a.txt')
  await editor.type('before ')
  await engine.kill()
  await editor.type('while ')
  await editor.page.getByText('Reconnecting').waitFor()
  await restart()
  await editor.page.getByText('Reconnecting').waitFor({ state: 'detached' })
  await editor.type('after ')
  await shows('before while after first')
  await save('a.txt', 'before while after first\n')
  await editor.openFile('b.txt')
  await shows('second')
  folder.write('b.txt', 'changed\n')
  await shows('changed')
})

test('unsaved text survives both the engine and the page', async () => {
  await editor.openFile('a.txt')
  await editor.type('kept ')
  await editor.backedUp(data, 'kept first')
  await engine.kill()
  await editor.close()
  await restart()
  editor = await Editor.open(browser, engine.url)
  await shows('kept first')
  await save('a.txt', 'kept first\n')
})

test('a connection that drops is made again, and nothing is lost', async () => {
  const { port } = new URL(engine.url)
  await using proxy = await openProxy(Number(port))
  await editor.close()
  editor = await Editor.open(browser, engine.url, {
    proxy: { server: `http://127.0.0.1:${proxy.port}`, bypass: '<-loopback>' },
  })
  await editor.openFile('a.txt')
  proxy.cut()
  await editor.type('dropped ')
  await editor.page.getByText('Reconnecting').waitFor()
  proxy.mend()
  await editor.page.getByText('Reconnecting').waitFor({ state: 'detached' })
  await save('a.txt', 'dropped first\n')
  expect(editor.errors.filter((error) => !error.startsWith('WebSocket connection to'))).toEqual([])
})

/** An HTTP proxy to the one port, which can be cut off. */
async function openProxy(port: number) {
  const tunnels = new Set<Duplex>()
  let whole = true
  const server = createServer((incoming, answer) => {
    const { pathname, search } = new URL(incoming.url!)
    const { method, headers } = incoming
    const outgoing = request({ port, host: '127.0.0.1', path: pathname + search, method, headers }, (response) => {
      answer.writeHead(response.statusCode!, response.headers)
      response.pipe(answer)
    })
    incoming.pipe(outgoing.on('error', () => answer.destroy()))
  })
  server.on('connect', (_request, client: Duplex) => {
    if (!whole) return client.destroy()
    const upstream = connect(port, '127.0.0.1', () => client.write('HTTP/1.1 200 OK\r\n\r\n'))
    client.pipe(upstream).pipe(client)
    for (const end of [client, upstream]) tunnels.add(end.on('error', () => {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    whole = false
    for (const end of tunnels) end.destroy()
  }
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    mend: () => {
      whole = true
    },
    async [Symbol.asyncDispose]() {
      cut()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
