import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'
import { viewOfTab } from './tab-view.ts'

const files = {
  'notes.ts': ['arrive', 'away', 'back', 'leave']
    .map((name) => `export function ${name}() {\n  note(this)\n  return send('${name}')\n}\n`)
    .join('\n'),
}

let scene: Scene
let editor: Editor

beforeAll(async () => {
  scene = await openEditor(files)
  ;({ editor } = scene)
})

afterAll(() => scene?.[Symbol.asyncDispose]())

const { suggests, shows, insertion, typeInto } = viewOfTab(() => editor)

test('in quiet mode a suggestion is only marked, and shown while Alt is held', async () => {
  const setQuiet = async (item: string) => {
    await editor.command('Caret Tab: Show Menu')
    await editor.pick(item)
  }
  const hold = () => editor.page.keyboard.down('Alt')
  const letGo = () => editor.page.keyboard.up('Alt')
  await setQuiet('Only Mark Suggestions')
  await typeInto('notes.ts', 2, ', 7')
  await typeInto('notes.ts', 7, ', 7')
  await suggests('hold Alt')
  expect(await insertion().count()).toBe(0)
  await editor.screenshot('tab-quiet')
  await hold()
  await insertion().first().waitFor()
  await suggests('repeats your edit')
  await letGo()
  await expect.poll(() => insertion().count()).toBe(0)
  await suggests('hold Alt')

  for (const key of ['Tab', 'l']) {
    await hold()
    await insertion().first().waitFor()
    await editor.page.keyboard.down(key)
    await editor.page.keyboard.up(key)
    await letGo()
  }
  await shows(/(note\(this, 7\)[^]*){4}/)

  // The focus is where it was, and another key with Alt is what it always is.
  await editor.type('77')
  await editor.press('Alt+ArrowUp')
  await shows(/note\(this, 777\)\nexport function leave/)
  await setQuiet('Show Suggestions by Themselves')
  await suggests(/^\s*Tab(?!.*hold)/)
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
