import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'

let scene: Scene
let editor: Editor

beforeAll(async () => {
  scene = await openEditor({
    'readme.md': '# Title\n\n![picture](picture.svg)\n',
    'a.ts': 'const a = 1\n',
    'picture.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>',
  })
  ;({ editor } = scene)
})

afterAll(() => scene[Symbol.asyncDispose]())

/** A page of somebody else on this machine. */
async function foreignSite(html: string): Promise<{ url: string } & AsyncDisposable> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

test('webviews and extensions run on other sites than the editor', async () => {
  await editor.openFile('readme.md')
  await editor.command('Markdown: Open Preview to the Side')
  const preview = editor.page.frameLocator('iframe.webview').frameLocator('iframe')
  await preview.getByRole('heading', { name: 'Title' }).waitFor()
  const { origin } = new URL(editor.page.url())
  const frames = editor.page.frames().filter((frame) => frame !== editor.page.mainFrame())
  expect(frames.length).toBeGreaterThan(0)
  for (const frame of frames) {
    const place = await frame.evaluate(() => self.origin)
    expect(place).not.toBe(origin)
    expect(new URL(frame.url().replace(/^about:.*$/, 'http://x.localhost')).hostname).toMatch(/localhost$/)
  }
  await editor.closeAll()
})

test('the key is in no address, and no script sees the cookie', async () => {
  expect(editor.page.url()).not.toContain('token')
  expect(await editor.page.evaluate(() => document.cookie)).toBe('')
})

test('a page of another site cannot open the connection, frame the editor or read it', async () => {
  const { origin, host } = new URL(editor.page.url())
  await using foreign = await foreignSite(`<iframe src="${origin}/"></iframe>`)
  // The same browser, with the cookie of the engine in it.
  const page = await editor.page.context().newPage()
  await page.goto(foreign.url)
  const opened = await page.evaluate(
    (url) =>
      new Promise<boolean>((resolve) => {
        const socket = new WebSocket(url)
        socket.addEventListener('open', () => resolve(true))
        socket.addEventListener('error', () => resolve(false))
      }),
    `ws://${host}/rpc?channel=12345678&received=0`,
  )
  expect(opened).toBe(false)
  const read = await page.evaluate(
    (url) =>
      fetch(url, { credentials: 'include' }).then(
        () => true,
        () => false,
      ),
    `${origin}/`,
  )
  expect(read).toBe(false)
  const framed = page.frames().find((frame) => frame !== page.mainFrame())
  expect(await framed?.evaluate(() => document.getElementById('workbench')).catch(() => null)).toBeNull()
  await page.close()
})

test('ordinary use breaks no rule of the policy', async () => {
  await editor.openFile('a.ts')
  await editor.type('x')
  await editor.press('Control+,')
  await editor.page.locator('.settings-editor').waitFor()
  await editor.closeAll()
  expect(editor.errors).toEqual([])
})
