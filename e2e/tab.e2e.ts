import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'

const calls = (names: string[]) =>
  names.map((name) => `export function ${name}(user: User) {\n  log(user)\n  return send(user, '${name}')\n}\n`).join('\n')

const files = {
  'package.json': '{ "name": "mail" }\n',
  'mail.ts': calls(['welcome', 'remind', 'renew', 'goodbye']),
  'other.ts': calls(['invite', 'warn']),
}

let scene: Scene
let editor: Editor

beforeAll(async () => {
  scene = await openEditor(files)
  ;({ editor } = scene)
})

beforeEach(async () => {
  for (const [path, text] of Object.entries(files)) scene.folder.write(path, text)
})

afterAll(() => scene?.[Symbol.asyncDispose]())

const status = () => editor.page.locator('.statusbar-item', { hasText: /^\s*Tab/ }).first()

/** Waits until a suggestion is on the screen. */
const suggested = () => expect.poll(() => status().textContent()).toMatch(/repeats|likely/)

test('zz look', async () => {
  await editor.openFile('mail.ts', 2)
  await editor.press('End')
  await editor.page.waitForTimeout(3000)
  await editor.press('ArrowLeft')
  await editor.type(', now')
  await editor.page.waitForTimeout(1500)
  await editor.screenshot('zz-tab-1')
  console.log(await status().textContent())
  await editor.press('Tab')
  await editor.page.waitForTimeout(1000)
  await editor.screenshot('zz-tab-2')
  await editor.press('Tab')
  await editor.page.waitForTimeout(1000)
  await editor.screenshot('zz-tab-3')
  await suggested()
  console.log(await editor.text())
  console.log(editor.errors)
})
