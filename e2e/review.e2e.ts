import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'
import { reduced, replace, shop, sum } from './shop.ts'

const sketch = `Here is the change:

${replace(sum, reduced)}
${replace("  return 'Hello ' + name", '  return `Hello, ${name}!`')}`

let scene: Scene
let editor: Editor

beforeAll(async () => {
  scene = await openEditor({ 'shop.ts': shop })
  ;({ editor } = scene)
  await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
})

afterAll(() => scene?.[Symbol.asyncDispose]())

beforeEach(async () => {
  await editor.closeAll()
  scene.folder.write('shop.ts', shop)
  await editor.openFile('shop.ts')
  await editor.page.evaluate((text) => navigator.clipboard.writeText(text), sketch)
  await editor.command('Caret: Apply the Clipboard to This File')
  await bar().waitFor({ timeout: 10_000 })
})

const bar = () => editor.page.locator('.caret-review-bar')
const count = () => bar().locator('.caret-review-count').textContent()
const removed = () => editor.page.locator('.caret-review-removed')

test('what is proposed is shown in place, and taken and refused one by one', async () => {
  await expect.poll(count).toBe('1 of 2 changes')
  expect(await removed().count()).toBe(2)
  await editor.screenshot('review-inline')
  await editor.press('Alt+a')
  await expect.poll(count).toBe('1 of 1 change')
  await editor.press('Alt+d')
  await bar().waitFor({ state: 'detached' })
  await editor.save()
  await expect.poll(() => scene.folder.read('shop.ts')).toBe(shop.replace(sum, reduced))
})

test('what is typed elsewhere stays when all is refused', async () => {
  await editor.press('Control+End')
  await editor.type('// the end')
  await bar().getByText('Reject File').click()
  await bar().waitFor({ state: 'detached' })
  await editor.save()
  await expect.poll(() => scene.folder.read('shop.ts')).toBe(`${shop}// the end`)
})

test('what was saved has nothing to save when all is refused', async () => {
  await editor.page.locator('.tabs-container .tab.active.dirty').waitFor()
  await bar().getByText('Reject File').click()
  await bar().waitFor({ state: 'detached' })
  await editor.page.locator('.tabs-container .tab.active:not(.dirty)').waitFor()
  await editor.press('Control+z')
  await editor.page.locator('.tabs-container .tab.active.dirty').waitFor()
  await bar().waitFor()
})

test('undo takes the proposal away, and it is no longer asked about', async () => {
  await editor.press('Control+z')
  await bar().waitFor({ state: 'detached' })
  expect(await removed().count()).toBe(0)
})

test('undo and redo come back to what was proposed, accepted or refused', async () => {
  await editor.press('Alt+d')
  await expect.poll(count).toBe('1 of 1 change')
  await editor.press('Alt+a')
  await bar().waitFor({ state: 'detached' })
  await editor.press('Control+z')
  await expect.poll(count).toContain('2 changes')
  await editor.press('Control+z')
  await bar().waitFor({ state: 'detached' })
  await editor.press('Control+y')
  await expect.poll(count).toContain('2 changes')
  await bar().getByText('Reject File').click()
  await bar().waitFor({ state: 'detached' })
  await editor.press('Control+z')
  await expect.poll(count).toContain('2 changes')
  await bar().getByText('Reject File').click()
  await bar().waitFor({ state: 'detached' })
  await editor.press('Control+s')
  await expect.poll(() => scene.folder.read('shop.ts')).toBe(shop)
})

test('of a file that is closed without being saved nothing waits any more', async () => {
  await editor.press('Control+Home')
  await editor.type('// mine')
  await editor.press('Enter')
  await editor.command('View: Close Editor')
  await editor.answer('Do you want to save', "Don't Save")
  await editor.openFile('shop.ts')
  await bar().waitFor({ state: 'detached' })
  expect(await removed().count()).toBe(0)
  expect(await editor.text()).not.toContain('mine')
})

test('what waits goes along with a file that gets another name, and is gone with one that is deleted', async () => {
  await editor.save()
  await editor.row('shop.ts').click()
  await editor.press('F2')
  await editor.name('store.ts')
  await editor.tab('store.ts').click()
  await expect.poll(count).toContain('2 changes')
  await bar().getByText('Reject File').click()
  await bar().waitFor({ state: 'detached' })
  await editor.save()
  await expect.poll(() => scene.folder.read('store.ts')).toBe(shop)
  scene.folder.write('shop.ts', shop)
  await editor.openFile('shop.ts')
  await editor.command('Caret: Apply the Clipboard to This File')
  await bar().waitFor()
  await editor.save()
  await editor.row('shop.ts').click()
  await editor.press('Shift+Delete')
  await editor.answer('permanently delete', 'Delete')
  await editor.tab('shop.ts').waitFor({ state: 'detached' })
  await editor.command('Caret Review: Go to Next Change')
  await editor.page.waitForTimeout(300)
  expect(await editor.page.locator('.notification-toast').count()).toBe(0)
  expect(await bar().count()).toBe(0)
})

test('what waits for a decision still does after the page was loaded again', async () => {
  await editor.press('Alt+a')
  await expect.poll(count).toBe('1 of 1 change')
  await editor.save()
  await expect.poll(() => scene.folder.read('shop.ts')).toContain('Hello, ')
  await editor.page.waitForTimeout(500)
  await editor.reload()
  await expect.poll(count).toContain('1 change')
  await bar().getByText('Reject File').click()
  await bar().waitFor({ state: 'detached' })
  await editor.save()
  await expect.poll(() => scene.folder.read('shop.ts')).toContain("return 'Hello ' + name")
})

test('errors that a proposal brings are counted before it is accepted, and gone with it', async () => {
  await bar().getByText('Reject File').click()
  await bar().waitFor({ state: 'detached' })
  const wrong = replace("  return 'Hello ' + name", '  return name * 2')
  await editor.page.evaluate((text) => navigator.clipboard.writeText(text), wrong)
  await editor.command('Caret: Apply the Clipboard to This File')
  const problems = bar().locator('.caret-review-problems')
  await expect.poll(() => problems.textContent(), { timeout: 20_000 }).toBe('1 new error')
  await editor.screenshot('review-problem')
  await editor.press('Control+Home')
  await problems.click()
  await expect.poll(() => editor.page.locator('.line-numbers.active-line-number').textContent()).toBe('14')
  await editor.press('Alt+d')
  await bar().waitFor({ state: 'detached' })
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
