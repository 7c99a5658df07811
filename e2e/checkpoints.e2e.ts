import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, EngineProcess, openEditor, type Scene } from './harness.ts'
import { reduced, replace, shop, sum } from './shop.ts'

const sketch = `${replace(sum, reduced)}
${replace("  return 'Hello ' + name", '  return `Hello, ${name}!`')}`
const accepted = shop.replace(sum, reduced).replace("'Hello ' + name", '`Hello, ${name}!`')
const notes = 'first\nsecond\n'

let scene: Scene
let editor: Editor

beforeAll(async () => {
  scene = await openEditor({ 'shop.ts': shop, 'notes.txt': notes })
  ;({ editor } = scene)
  await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
})

afterAll(() => scene?.[Symbol.asyncDispose]())

beforeEach(async () => {
  await editor.closeAll()
  scene.folder.write('shop.ts', shop)
  scene.folder.write('notes.txt', notes)
})

const bar = () => editor.page.locator('.caret-review-bar')
const count = () => bar().locator('.caret-review-count').textContent()
const propose = async () => {
  await editor.openFile('shop.ts')
  await editor.page.evaluate((text) => navigator.clipboard.writeText(text), sketch)
  await editor.command('Caret: Apply the Clipboard to This File')
  await expect.poll(count).toContain('2 changes')
  await editor.press('Control+Home')
  await editor.command('Caret Review: Go to Next Change')
  await expect.poll(count).toBe('1 of 2 changes')
}
const save = async (path: string, text: string) => {
  await editor.save()
  await expect.poll(() => scene.folder.read(path)).toBe(text)
}
const goBack = async (command: string) => {
  await editor.command(command)
  await editor.pick('From the clipboard')
}

test('what was accepted is taken back after edits elsewhere, a reload and a restart of the engine', async () => {
  await propose()
  // Hunk by hunk, and still one.
  await editor.press('Alt+a')
  await expect.poll(count).toBe('1 of 1 change')
  await editor.press('Alt+a')
  await bar().waitFor({ state: 'detached' })
  await editor.press('Control+End')
  await editor.type('// the end')
  await save('shop.ts', `${accepted}// the end`)
  await editor.reload()
  await editor.openFile('shop.ts')
  // What is asked while an engine dies, fails.
  await editor.page.waitForTimeout(2_000)
  await scene.engine.kill()
  scene.engine = await EngineProcess.start(scene.folder.path, scene.data.path)
  await editor.command('Caret: Take Back an Accepted Change…')
  const rows = editor.page.locator('.quick-input-widget .monaco-list-row')
  await rows.filter({ hasText: 'From the clipboard' }).filter({ hasText: 'shop.ts' }).waitFor()
  expect(await rows.count()).toBe(1)
  await editor.screenshot('checkpoints-pick')
  await editor.press('Enter')
  await expect.poll(count).toContain('of 2 changes')
  await editor.screenshot('checkpoints-back')
  await bar().getByText('Accept File').click()
  await bar().waitFor({ state: 'detached' })
  await save('shop.ts', `${shop}// the end`)

  // That was accepted, too.
  await editor.command('Caret: Take Back an Accepted Change…')
  await editor.pick('Take back: From the clipboard')
  await expect.poll(count).toContain('of 2 changes')
  await bar().getByText('Accept File').click()
  await bar().waitFor({ state: 'detached' })
  await save('shop.ts', `${accepted}// the end`)
})

test('lines that were changed since stay as they are, and are shown beside what was there', async () => {
  await propose()
  await bar().getByText('Accept File').click()
  await bar().waitFor({ state: 'detached' })
  const own = accepted.replace('Hello, ', 'Welcome, ')
  await save('shop.ts', accepted)
  await editor.openFile('shop.ts', 10)
  await editor.press('End')
  await editor.press('Shift+Home')
  await editor.type('return `Welcome, ${name}!`')
  await editor.save()
  await expect.poll(() => scene.folder.read('shop.ts')).toBe(own)
  await goBack('Caret: Take Back an Accepted Change…')
  await expect.poll(count).toBe('1 of 1 change')
  const told = editor.notification('shop.ts, line 14: changed since, and left as it is.')
  await told.waitFor()
  await bar().getByText('Accept File').click()
  await save('shop.ts', shop.replace("'Hello ' + name", '`Welcome, ${name}!`'))
  await told.getByText('Compare').click()
  await editor.tab('shop.ts (as it was ↔ now)').waitFor()
  await editor.page.locator('.monaco-diff-editor .line-delete').first().waitFor()
  await editor.screenshot('checkpoints-compare')
  expect(await editor.page.locator('.monaco-diff-editor .original .view-lines').textContent()).toContain(
    "'Hello\u00a0'",
  )
})

test('the state before has what was not saved then, and it is not saved now', async () => {
  await editor.openFile('notes.txt')
  await editor.press('Control+End')
  await editor.type('third, unsaved')
  await editor.openFile('shop.ts')
  await editor.press('Control+Home')
  await editor.type('const unsaved = 1\n')
  await propose()
  await bar().getByText('Accept File').click()
  await bar().waitFor({ state: 'detached' })
  await save('shop.ts', `const unsaved = 1\n${accepted}`)
  await editor.openFile('notes.txt')
  await editor.press('Control+a')
  await editor.type('other')
  await save('notes.txt', 'other')

  await goBack('Caret: Restore the State Before…')
  await expect.poll(async () => (await editor.page.locator('.tabs-container .tab.dirty').count()) > 1).toBe(true)
  await editor.command('Caret Review: Accept All Changes')
  await bar().waitFor({ state: 'detached' })
  expect(scene.folder.read('notes.txt')).toBe('other')
  expect(scene.folder.read('shop.ts')).toBe(`const unsaved = 1\n${accepted}`)
  await editor.openFile('notes.txt')
  await save('notes.txt', `${notes}third, unsaved`)
  await editor.openFile('shop.ts')
  await save('shop.ts', `const unsaved = 1\n${shop}`)
})

test('nothing went wrong unseen', () => {
  // While the engine was away, the page tried to reach it.
  const isOfRestart = (error: string) => error.includes('ERR_CONNECTION_REFUSED')
  expect(editor.errors.filter((error) => !isOfRestart(error))).toEqual([])
})
