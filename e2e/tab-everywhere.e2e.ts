import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'
import { viewOfTab } from './tab-view.ts'

const calls = (names: string[]) =>
  names.map((name) => `export function ${name}(user: User) {\n  return send(user, '${name}')\n}\n`).join('\n')
const mail = calls(['welcome', 'remind', 'renew', 'goodbye'])
const other = calls(['invite', 'warn'])

let scene: Scene
let editor: Editor

beforeAll(async () => {
  scene = await openEditor({ 'mail.ts': mail, 'other.ts': other })
  ;({ editor } = scene)
})

afterAll(() => scene?.[Symbol.asyncDispose]())

const { typeInto } = viewOfTab(() => editor)
const bar = () => editor.page.locator('.caret-review-bar')

test('what was done twice by hand is proposed for all other places, in other files too', async () => {
  await editor.command('Caret: Make the Last Edit Everywhere')
  await editor.page.getByText('Open a file and make an edit').first().waitFor()
  await typeInto('mail.ts', 2, ', 42')
  await typeInto('mail.ts', 6, ', 42')
  await editor.command('Caret: Make the Last Edit Everywhere')
  await bar().waitFor({ timeout: 10_000 })
  await expect.poll(() => bar().textContent()).toContain('2 changes')
  await editor.screenshot('tab-everywhere')
  await editor.command('Caret Review: Accept All Changes')
  await bar().waitFor({ state: 'detached' })
  const done = (text: string) => text.replaceAll("')", "', 42)")
  for (const [path, text] of Object.entries({ 'mail.ts': mail, 'other.ts': other })) {
    await editor.openFile(path)
    await editor.press('Control+s')
    await expect.poll(() => scene.folder.read(path)).toBe(done(text))
  }
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
