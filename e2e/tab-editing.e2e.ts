import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'
import { viewOfTab } from './tab-view.ts'

/** One function for each name, each with the same line. */
const calls = (line: string, names: string[]) =>
  names.map((name) => `export function ${name}() {\n  ${line}(this)\n}\n`).join('\n')

const names = ['arrive', 'away', 'back', 'leave']
const files = {
  'undo.ts': calls('revert', names),
  'cursors.ts': calls('point', names),
  'ime.ts': calls('word', names),
  'snippet.ts': calls('part', names),
}

let scene: Scene
let editor: Editor

beforeAll(async () => {
  scene = await openEditor(files)
  ;({ editor } = scene)
  // Warm: the predictor reads the folder when the first document is opened.
  await editor.openFile('undo.ts')
})

afterEach(() => editor.closeAll())

afterAll(() => scene?.[Symbol.asyncDispose]())

const { insertion, shows, typeInto } = viewOfTab(() => editor)

/** Does the same in the first two functions, so that it is suggested for the others. */
async function doTwice(path: string, text: string): Promise<void> {
  for (const line of [2, 6]) {
    await typeInto(path, line, text)
    await editor.press('ArrowRight')
  }
}

/** How often the saved file has a text: on the screen, what is suggested looks like text. */
async function count(path: string, text: string): Promise<number> {
  await editor.press('Control+s')
  await editor.page.waitForTimeout(300)
  return scene.folder.read(path).split(text).length - 1
}

/** A suggestion in view takes one key, another two: to it, and then it. */
async function tabUntil(path: string, text: string, times: number): Promise<void> {
  while ((await count(path, text)) < times) {
    await insertion().first().waitFor()
    await editor.press('Tab')
    await editor.page.waitForTimeout(300)
  }
  expect(await count(path, text)).toBe(times)
}

test('an accepted edit is undone in one step', async () => {
  await doTwice('undo.ts', ', 7')
  await tabUntil('undo.ts', 'revert(this, 7)', 3)
  await editor.press('Control+z')
  expect(await count('undo.ts', 'revert(this, 7)')).toBe(2)
  expect(await count('undo.ts', 'revert(this)')).toBe(2)
})

test('what is typed at two cursors stands at both, and nothing else is changed', async () => {
  await editor.openFile('cursors.ts', 2)
  await editor.press('Home')
  await editor.press('Control+d')
  await editor.press('Control+d')
  await editor.press('End')
  await editor.press('ArrowLeft')
  await editor.type(', 9')
  expect(await count('cursors.ts', 'point(this, 9)')).toBe(2)
  const [before = '', after = ''] = files['cursors.ts'].split(/(?=export function back)/)
  expect(scene.folder.read('cursors.ts')).toBe(before.replaceAll('this', 'this, 9') + after)
})

test('what an input method composes is neither broken nor swallowed', async () => {
  await doTwice('ime.ts', ', 5')
  await insertion().first().waitFor()
  const session = await editor.page.context().newCDPSession(editor.page)
  for (const text of ['に', 'にほ', 'にほん']) {
    await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  }
  await session.send('Input.insertText', { text: '日本' })
  await shows('word(this, 5)日本\n')
  expect(await count('ime.ts', 'word(this, 5)日本\n')).toBe(1)
  expect(await count('ime.ts', 'word(this, 5)')).toBe(2)
  expect(await count('ime.ts', 'に')).toBe(0)
})

test('in a snippet, Tab goes to the next placeholder', async () => {
  await doTwice('snippet.ts', ', 3')
  await insertion().first().waitFor()
  await editor.press('Control+End')
  await editor.command('Snippets: Insert Snippet')
  await editor.pick('For Loop')
  await shows('index < array.length')
  await editor.type('row')
  await editor.press('Tab')
  await editor.type('rows')
  await shows(/let row = 0; row < rows\.length; row\+\+/)
  expect(await count('snippet.ts', 'part(this, 3)')).toBe(2)
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
