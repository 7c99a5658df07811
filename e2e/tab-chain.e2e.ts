import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'
import { viewOfTab } from './tab-view.ts'

const names = ['welcome', 'remind', 'renew', 'goodbye', 'invite', 'warn', 'thank', 'greet']
/** A file with a call in each function, which is changed in some of them. */
const calls = (called: string, changed: string, count = 0) =>
  names
    .map((name, at) => `export function ${name}(user: User) {\n  ${called}(user${at < count ? changed : ''})\n}\n`)
    .join('\n')

const files = {
  'first.ts': calls('log', ''),
  'second.ts': calls('log', ''),
  'quick.ts': calls('send', ''),
}

let scene: Scene
let editor: Editor

beforeAll(async () => {
  scene = await openEditor(files)
  ;({ editor } = scene)
})

beforeEach(() => editor.closeAll())

afterAll(() => scene?.[Symbol.asyncDispose]())

const { shows, typeInto } = viewOfTab(() => editor)
/** In the text, or in the hint that shows another file. */
const suggestion = () => editor.page.locator('[class*="inlineCompletions-char-insert"]')

async function saved(path: string): Promise<string> {
  await editor.openFile(path)
  await editor.save()
  return scene.folder.read(path)
}

test('Tab after Tab goes through all places, on into another file', async () => {
  await typeInto('first.ts', 2, ', 42')
  await typeInto('first.ts', 6, ', 42')
  // One Tab leads to the first place and one into the other file.
  for (let press = 0; press < 2 * names.length; press++) {
    await suggestion().first().waitFor()
    await editor.page.waitForTimeout(300)
    await editor.press('Tab')
    await editor.page.waitForTimeout(300)
  }
  expect(await saved('first.ts')).toBe(calls('log', ', 42', names.length))
  expect(await saved('second.ts')).toBe(calls('log', ', 42', names.length))
})

test('Tab after Tab, pressed faster than anybody reads, writes no tabs into the text', async () => {
  await typeInto('quick.ts', 2, ', 42')
  await typeInto('quick.ts', 6, ', 42')
  await suggestion().first().waitFor()
  await editor.page.waitForTimeout(500)
  for (let press = 0; press < names.length + 2; press++) {
    await editor.press('Tab')
    await editor.page.waitForTimeout(50)
  }
  // On a slow machine some of them find nothing yet, and do nothing.
  const done = names.map((_, at) => calls('send', ', 42', at + 1)).slice(3)
  expect(done).toContain(await saved('quick.ts'))
  // A moment later it indents again.
  await editor.page.waitForTimeout(1_000)
  await editor.press('Control+End')
  await editor.press('Escape')
  await editor.type('last')
  await editor.press('Escape')
  await editor.press('Home')
  await editor.press('Tab')
  await shows(/\n +last$/)
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
