import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, isOfSuggestionMark, openEditor, type Scene } from './harness.ts'
import { viewOfTab } from './tab-view.ts'

const files = {
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "esnext", "target": "es2022" } }\n',
  'total.ts': `export function total(userId: string, rows: { id: string }[]) {
  const found = rows.filter((row) => row.id === userId)
  console.log('userId', found.length)

  const inner = (userId: number) => userId * 2

  return found.length + inner(1) + userId.length
}
`,
}

let scene: Scene
let editor: Editor

beforeAll(async () => {
  scene = await openEditor(files)
  ;({ editor } = scene)
})

beforeEach(async () => {
  await editor.closeAll()
})

afterAll(() => scene?.[Symbol.asyncDispose]())

const { suggests, status } = viewOfTab(() => editor)

/** A suggestion in view takes one key, another two: to it, and then it. */
async function tabWhile(reason: RegExp): Promise<void> {
  await suggests(reason)
  for (let keys = 0; keys < 12 && reason.test((await status().textContent()) ?? ''); keys++) {
    await editor.press('Tab')
    await editor.page.waitForTimeout(400)
  }
}

/** Waits until the server has seen the file, which then marks what else the name at the caret is. */
const isHighlighted = () =>
  editor.page.locator('[class*="wordHighlight"]:not(.wordHighlightText)').first().waitFor({ timeout: 30_000 })

test('where the server knows the scope, a new name goes to all that is meant by it, and to nothing else', async () => {
  await editor.openFile('total.ts', 1)
  for (let words = 0; words < 3; words++) await editor.press('Control+ArrowRight')
  await editor.press('ArrowRight')
  await isHighlighted()
  await editor.page.waitForTimeout(600)
  await editor.press('Control+Shift+ArrowRight')
  await editor.type('accountId')
  await tabWhile(/userId is accountId now/)
  await editor.press('Control+s')
  await editor.eventually(
    () => scene.folder.read('total.ts'),
    (text) =>
      expect(text).toBe(
        files['total.ts']
          .replace('total(userId', 'total(accountId')
          .replace('=== userId', '=== accountId')
          .replace('userId.length', 'accountId.length'),
      ),
  )
})

test('nothing went wrong unseen', () => {
  expect(editor.errors.filter((error) => !isOfSuggestionMark(error))).toEqual([])
})
