import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Editor, openEditor, type Scene } from './harness.ts'
import { codeExtension, languageExtension, themeExtension, vsix } from './testing/vsix.ts'

const caret = join(fileURLToPath(new URL('..', import.meta.url)), 'apps/cli/bin/caret.mjs')

let scene: Scene
let editor: Editor

beforeAll(async () => {
  scene = await openEditor({
    'a.txt': 'text\n',
    'code.tiny': 'let x\n',
    'data.hex': new Uint8Array([0xca, 0xfe]),
    'violet.vsix': themeExtension,
    'probe.vsix': codeExtension,
  })
  ;({ editor } = scene)
})

afterAll(() => scene?.[Symbol.asyncDispose]())

const written = (name: string) => JSON.parse(scene.folder.read(name)) as Record<string, string>

/** Runs `caret` with the data folder of the open editor. */
const command = (...args: string[]): string =>
  execFileSync(process.execPath, [caret, ...args], {
    env: { ...process.env, CARET_HOME: scene.data.path },
    encoding: 'utf8',
  })

/** As the editor does it itself. */
async function reloadWindow(how: () => Promise<void>): Promise<void> {
  const loaded = editor.page.waitForEvent('domcontentloaded')
  await how()
  await loaded
  await editor.ready()
}

const listed = (name: string): Locator =>
  editor.page.locator('.extensions-viewlet .extension-list-item', { hasText: name })

const statusItem = (text: string): Locator => editor.page.locator('.statusbar-item', { hasText: text })

/** Waits until one of the open webviews says `text`. */
async function shownInWebview(text: string): Promise<void> {
  const texts = () =>
    Promise.all(editor.page.frames().map((frame) => frame.evaluate(() => document.body.innerText).catch(() => '')))
  await editor.eventually(
    async () => (await texts()).join('\n'),
    (all) => expect(all).toContain(text),
  )
}

async function chooseFiles(files: { name: string; bytes: Uint8Array }[]): Promise<void> {
  const asked = editor.page.waitForEvent('filechooser')
  await editor.command('Extensions: Install from VSIX...')
  const chooser = await asked
  await chooser.setFiles(
    files.map(({ name, bytes }) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })),
  )
}

const background = (selector: string) =>
  editor.page.evaluate((part) => getComputedStyle(document.querySelector(part)!).backgroundColor, selector)

test('without extensions the view says how to get one', async () => {
  await editor.press('Control+Shift+x')
  const none = editor.page.locator('.extensions-viewlet .welcome-view-content', {
    hasText: 'No extensions are installed',
  })
  await none.getByText('Install from VSIX...').waitFor()
  expect(await none.textContent()).toContain('caret --install-extension')
})

test('a theme is installed from the explorer, listed with its texts, and can be chosen', async () => {
  await editor.press('Control+Shift+e')
  await editor.menu(editor.row('violet.vsix'), 'Install Extension VSIX')
  await editor.notification('acme.violet 1.0.0 is installed.').waitFor()
  await editor.press('Control+Shift+x')
  await listed('Violet Theme').getByText('Paints it violet.').waitFor()
  await editor.page.locator('.extensions-viewlet .welcome-view-content').waitFor({ state: 'detached' })
  await editor.type('paints')
  await listed('Violet Theme').waitFor()
  await editor.press('Control+a')
  await editor.press('Delete')
  const icon = listed('Violet Theme').locator('img.icon')
  expect(await icon.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1)

  await editor.press('Control+k')
  await editor.press('Control+t')
  await editor.pick('Violet Test')
  await editor.eventually(
    () => background('.part.sidebar'),
    (color) => expect(color).toBe('rgb(58, 10, 74)'),
  )
})

test('code runs: it has its commands, state and status bar items', async () => {
  await editor.press('Control+Shift+e')
  await editor.menu(editor.row('probe.vsix'), 'Install Extension VSIX')
  await statusItem('Probe start 1').waitFor()
  expect(scene.data.read('extensions/acme.probe-1.0.0/web.js')).toContain('Probe start')
})

test('code has what the API gives and reaches neither the engine nor the editor’s page', async () => {
  await editor.command('Probe: Try What Is Forbidden')
  await editor.eventually(
    () => existsSync(scene.folder.at('isolation.json')),
    (there) => expect(there).toBe(true),
  )
  const found = written('isolation.json')
  expect(found.origin).toMatch(/^http:\/\/[\w-]+\.localhost:\d+$/)
  expect(found).toMatchObject({ document: 'undefined', opaque: 'opaque 0 ' })
  for (const attempt of ['page', 'contentPage', 'editorSocket', 'contentSocket', 'outside']) {
    expect({ [attempt]: found[attempt] }).toMatchObject({ [attempt]: expect.stringMatching(/^refused/) })
  }
})

test('a webview view has its files and style, and is as alone as the code', async () => {
  await editor.page.locator('.activitybar .action-label[aria-label^="Probe"]').click()
  await shownInWebview('shown 1')
  await editor.eventually(
    () => existsSync(scene.folder.at('webview.json')),
    (there) => expect(there).toBe(true),
  )
  const found = written('webview.json')
  expect(found.color).toBe('rgb(1, 2, 3)')
  for (const attempt of ['page', 'socket'])
    expect({ [attempt]: found[attempt] }).toMatchObject({ [attempt]: expect.stringMatching(/^refused/) })
})

test('a custom editor shows a file', async () => {
  await editor.press('Control+Shift+e')
  await editor.row('webview.json').waitFor()
  await editor.row('data.hex').dblclick()
  await shownInWebview('ca fe')
  expect(await editor.tab('data.hex').count()).toBe(1)
})

test('all of it is there again after a reload, with its state', async () => {
  await reloadWindow(() => editor.command('Developer: Reload Window'))
  await statusItem('Probe start 2').waitFor()
  expect(await background('.part.sidebar')).toBe('rgb(58, 10, 74)')
  await shownInWebview('ca fe')
  await editor.closeAll()
  await editor.page.locator('.activitybar .action-label[aria-label^="Probe"]').click()
  await shownInWebview('shown 2')
})

test('the command line installs into open pages: a language with its grammar and snippets', async () => {
  scene.data.write('tiny.vsix', languageExtension)
  expect(command('--install-extension', scene.data.at('tiny.vsix'))).toBe('acme.tiny@1.0.0 is installed.\n')
  expect(command('--list-extensions').trim().split('\n')).toEqual([
    'acme.probe@1.0.0',
    'acme.tiny@1.0.0',
    'acme.violet@1.0.0',
  ])
  await editor.openFile('code.tiny')
  await statusItem('tiny').waitFor()
  const word = editor.page.locator('.view-line span[class^=mtk]', { hasText: /^let$/ })
  await editor.eventually(
    () => word.count(),
    (count) => expect(count).toBe(1),
  )
  await editor.press('Control+End')
  await editor.type('lp')
  await editor.press('Control+Space')
  await editor.page.locator('.suggest-widget .monaco-list-row.focused', { hasText: 'lp' }).waitFor()
  await editor.press('Enter')
  await editor.eventually(
    () => editor.text(),
    (text) => expect(text).toContain('loop x {'),
  )

  expect(command('--uninstall-extension', 'acme.tiny')).toBe('acme.tiny is uninstalled.\n')
  await editor.eventually(
    () => statusItem('tiny').count(),
    (count) => expect(count).toBe(0),
  )
})

test('a file that is picked or dropped is installed, and what cannot be is explained', async () => {
  const tiny = { name: 'tiny.vsix', bytes: languageExtension }
  const node = { name: 'node.vsix', bytes: vsix({ name: 'node', main: './main.js' }, { 'main.js': '' }) }
  const newer = {
    name: 'newer.vsix',
    bytes: vsix({ name: 'newer', browser: './web', engines: { vscode: '^99.0.0' } }, { 'web.js': '' }),
  }
  await chooseFiles([tiny, node, newer])
  await editor.notification('acme.tiny 1.0.0 is installed.').waitFor()
  await editor.notification(/node\.vsix is not installed\..* needs Node/).waitFor()
  await editor.notification(/newer\.vsix is not installed\..*not compatible/).waitFor()

  await editor.press('Control+Shift+x')
  await listed('Tiny Language').waitFor()
  const second = vsix({ name: 'dropped', displayName: 'Dropped' })
  await editor.page.evaluate(
    (bytes) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([new Uint8Array(bytes)], 'dropped.vsix'))
      const list = document.querySelector('.extensions-viewlet .extensions')!
      list.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    },
    [...second],
  )
  await listed('Dropped').waitFor()
  expect(command('--list-extensions')).not.toMatch(/acme\.(node|newer)/)
})

test('the view disables and uninstalls', async () => {
  await listed('Probe').click({ button: 'right' })
  await editor.page.locator('.monaco-menu .action-item', { hasText: /^Disable$/ }).click({ delay: 200 })
  await reloadWindow(() => editor.page.getByText('Restart Extensions').first().click())
  await editor.press('Control+Shift+x')
  await editor.eventually(
    () => statusItem('Probe start').count(),
    (count) => expect(count).toBe(0),
  )
  await editor.menu(listed('Dropped'), 'Uninstall')
  await listed('Dropped').getByText('Uninstalled').waitFor()
  expect(command('--list-extensions')).not.toContain('acme.dropped')
})

test('another browser has the same extensions', async () => {
  const other = await Editor.open(scene.browser, scene.engine.url)
  await other.press('Control+Shift+x')
  await other.page.locator('.extensions-viewlet .extension-list-item', { hasText: 'Tiny Language' }).waitFor()
  await other.page.locator('.extensions-viewlet .monaco-list-row.disabled', { hasText: 'Probe' }).waitFor()
  expect(other.errors).toEqual([])
  await other.close()
})
