import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Editor, isOfSuggestionMark, openEditor, type Scene } from './harness.ts'

/** One function for each name, each with the same line, and declarations that the suggest widget knows. */
const calls = (line: string, names: string[]) =>
  `const ${line}Extra = 1\nconst ${line}Extraordinary = 2\n${names.map((name) => `export function ${name}() {\n  ${line}(this)\n}\n`).join('\n')}`

const names = ['arrive', 'away', 'back', 'leave']
const files = {
  'chain.ts': calls('chain', names),
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
  await editor.openFile('chain.ts')
})

afterEach(() => editor.closeAll())

afterAll(() => scene?.[Symbol.asyncDispose]())

const insertion = () => editor.page.locator('.view-line [class*="inlineCompletions-char-insert"]')
const widget = () => editor.page.locator('.suggest-widget.visible')
const shows = (text: RegExp | string) => expect.poll(() => editor.text()).toMatch(text)

/** Does the same in the first two functions, so that it is suggested for the others. */
async function doTwice(path: string, text: string): Promise<void> {
  for (const line of [4, 8]) {
    await editor.openFile(path, line)
    await editor.press('End')
    await editor.press('ArrowLeft')
    await editor.type(text)
    // Past the bracket no word is completed.
    await editor.press('ArrowRight')
  }
}

/** A suggestion in view takes one key, another two: to it, and then it. */
async function tabUntil(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) {
    await insertion().first().waitFor()
    await editor.press('Tab')
    await editor.page.waitForTimeout(300)
  }
}

test('in a chain, the suggest widget does not come between', async () => {
  await doTwice('chain.ts', ', chainExtra')
  await tabUntil(async () => (await editor.text()).match(/\w\(this, chainExtra\)/g)?.length === 4)
  expect(await widget().count()).toBe(0)
})
