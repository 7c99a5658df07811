import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Editor, openEditor, type Scene } from './harness.ts'

let scene: Scene
let editor: Editor

beforeAll(async () => {
  scene = await openEditor({ 'a.ts': 'const a = 1\n', 'b.ts': 'const b = 2\n' })
  ;({ editor } = scene)
})

afterAll(() => scene[Symbol.asyncDispose]())

const userFile = (name: string) => (existsSync(scene.data.at(`user/${name}`)) ? scene.data.read(`user/${name}`) : '')

/** As another browser of the same user sees it. */
async function freshBrowser(): Promise<Editor & AsyncDisposable> {
  const fresh = await Editor.open(scene.browser, scene.engine.url)
  return Object.assign(fresh, { [Symbol.asyncDispose]: () => fresh.close() })
}

const lineNumbers = (of: Editor) => of.page.locator('.editor-instance .line-numbers')

test('the welcome page shows where nothing is open, and its buttons do what they say', async () => {
  const page = editor.page.locator('.caret-welcome')
  await page.waitFor()
  await page.getByText('Go to file').click()
  await editor.page.locator('.quick-input-widget').waitFor()
  await editor.press('Escape')
  await page.getByText('Keyboard shortcuts').click()
  await editor.page.locator('.keybindings-editor').waitFor()
  await editor.closeAll()
})

test('a setting is changed in the settings editor, kept in the data folder, and there in another browser', async () => {
  await editor.press('Control+,')
  await editor.page.locator('.settings-editor .monaco-editor').first().waitFor()
  await editor.page.locator('.settings-editor .settings-header .monaco-editor').first().click()
  await editor.type('editor.lineNumbers')
  const select = editor.page.getByRole('combobox', { name: 'editor.lineNumbers', exact: true })
  await select.waitFor()
  await select.selectOption({ label: 'off' })
  await editor.eventually(
    () => userFile('settings.json'),
    (text) => expect(JSON.parse(text)).toMatchObject({ 'editor.lineNumbers': 'off' }),
  )
  await editor.openFile('a.ts')
  await expect.poll(() => lineNumbers(editor).count()).toBe(0)

  await using other = await freshBrowser()
  await other.openFile('b.ts')
  expect(await lineNumbers(other).count()).toBe(0)
})

test('settings are changed as JSON, and from outside', async () => {
  await editor.command('Preferences: Open User Settings (JSON)')
  await editor.tab('settings.json').waitFor()
  await editor.page.locator('.editor-instance .view-line').first().waitFor()
  await editor.press('Control+a')
  await editor.page.keyboard.insertText('{ "editor.lineNumbers": "on" }')
  await editor.press('Control+s')
  await expect.poll(() => lineNumbers(editor).count()).toBeGreaterThan(0)
  scene.data.write('user/settings.json', '{ "editor.lineNumbers": "off" }')
  await expect.poll(() => lineNumbers(editor).count()).toBe(0)
  scene.data.write('user/settings.json', '{}')
  await expect.poll(() => lineNumbers(editor).count()).toBeGreaterThan(0)
  await editor.closeAll()
})

test('a key is changed in the keybindings editor, works, and is there in another browser', async () => {
  await editor.command('Preferences: Open Keyboard Shortcuts')
  await editor.page.locator('.keybindings-editor').waitFor()
  await editor.page.locator('.keybindings-header input').fill('View: Toggle Word Wrap')
  const row = editor.page.locator('.keybindings-editor .monaco-list-row', { hasText: 'Toggle Word Wrap' }).first()
  await row.dblclick()
  const recorder = editor.page.locator('.defineKeybindingWidget')
  const input = recorder.locator('input')
  // The list may take the focus back from it once.
  await input.click()
  await expect.poll(() => input.evaluate((element) => element === document.activeElement)).toBe(true)
  await editor.press('Control+Alt+y')
  await recorder.locator('.monaco-keybinding-key', { hasText: 'Y' }).waitFor()
  await editor.press('Enter')
  await editor.eventually(
    () => userFile('keybindings.json'),
    (text) => expect(text).toContain('ctrl+alt+y'),
  )
  await editor.closeAll()

  await using other = await freshBrowser()
  scene.folder.write('wide.txt', 'wide '.repeat(400))
  await other.openFile('wide.txt')
  await expect.poll(() => other.page.locator('.editor-instance .view-line').count()).toBe(1)
  await other.press('Control+Alt+y')
  await expect.poll(() => other.page.locator('.editor-instance .view-line').count()).toBeGreaterThan(1)
})

test.each([
  ['Light Modern', 'vs', 'light'],
  ['Dark High Contrast', 'hc-black', 'high-contrast'],
  ['Dark Modern', 'vs-dark', 'dark'],
])('the theme %s is chosen by its name', async (name, base, file) => {
  await editor.openFile('a.ts')
  await editor.press('Control+k')
  await editor.press('Control+t')
  await editor.pick(name)
  await editor.page.locator(`.monaco-workbench.${base}`).waitFor()
  await editor.page.locator('.quick-input-widget').waitFor({ state: 'hidden' })
  await editor.screenshot(`theme-${file}`)
})

test("the user's own snippet is offered", async () => {
  scene.data.write('user/snippets/typescript.json', JSON.stringify({ Own: { prefix: 'ownsnip', body: 'own($1)$0' } }))
  await editor.openFile('a.ts')
  await editor.press('Control+End')
  await editor.type('ownsnip')
  await editor.press('Control+Space')
  await editor.page.locator('.suggest-widget .monaco-list-row', { hasText: 'ownsnip' }).first().waitFor()
  await editor.press('Enter')
  await editor.eventually(
    () => editor.text(),
    (text) => expect(text).toContain('own()'),
  )
  await editor.closeAll()
})

test('tabs, splits and the side bar are there again after a reload; zen mode hides all', async () => {
  await editor.closeAll()
  await editor.openFile('a.ts')
  await editor.press('Control+\\')
  await expect.poll(() => editor.page.locator('.editor-group-container').count()).toBe(2)
  await editor.openFile('b.ts')
  await editor.press('Control+b')
  await editor.page.locator('.part.sidebar').waitFor({ state: 'hidden' })
  await editor.reload()
  await expect.poll(() => editor.page.locator('.editor-group-container').count()).toBe(2)
  await editor.tab('b.ts').waitFor()
  expect(await editor.page.locator('.part.sidebar').isVisible()).toBe(false)
  await editor.press('Control+b')

  await editor.page.locator('.editor-group-container.active .view-line').first().click()
  await editor.command('View: Toggle Zen Mode')
  await editor.page.locator('.part.statusbar').waitFor({ state: 'hidden' })
  await editor.press('Escape')
  await editor.press('Escape')
  await editor.page.locator('.part.statusbar').waitFor()
})

test('nothing went wrong unseen', () => expect(editor.errors).toEqual([]))
