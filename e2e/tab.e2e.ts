import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'
import { viewOfTab } from './tab-view.ts'

const functions = (names: string[]) =>
  names
    .map((name) => `export function ${name}(user: User) {\n  log(user)\n  return send(user, '${name}')\n}\n`)
    .join('\n')

const files = {
  'mail.ts': functions(['welcome', 'remind', 'renew', 'goodbye']),
  'other.ts': functions(['invite', 'warn']),
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

const { status, suggests, shows, insertion, typeInto } = viewOfTab(() => editor)
const silent = () => expect.poll(() => status().textContent()).toMatch(/^\s*Tab\s*$/)
const ghost = () => editor.page.locator('.ghost-text-decoration, .ghost-text')

test('what was done twice is suggested where it fits: Tab jumps, Tab accepts, on into another file', async () => {
  await typeInto('mail.ts', 2, ', 42')
  await typeInto('mail.ts', 7, ', 42')
  await editor.screenshot('tab-next-edit')
  await suggests('repeats your edit in mail.ts')
  /** In the saved file: what is suggested looks like text. */
  const changed = (path: string) => scene.folder.read(path).match(/log\(user, 42\)/g)?.length ?? 0
  /** A suggestion in view takes one key, another two: to it, and then it. */
  const tabUntil = async (path: string, places: number) => {
    while (changed(path) < places) {
      await insertion().first().waitFor()
      await editor.press('Tab')
      await editor.page.waitForTimeout(300)
      await editor.press('Control+s')
      await editor.page.waitForTimeout(300)
    }
    expect(changed(path)).toBe(places)
  }
  await tabUntil('mail.ts', 4)
  await editor.page.getByText('Tab to open').first().waitFor()
  await editor.screenshot('tab-other-file')
  await editor.press('Tab')
  await editor.tab('other.ts').waitFor()
  await tabUntil('other.ts', 1)

  await editor.press('Control+z')
  await editor.press('Control+s')
  await expect.poll(() => changed('other.ts')).toBe(0)
})

test('ghost text goes on with what the codebase has: a word, a line, or nothing', async () => {
  await editor.openFile('other.ts')
  await editor.press('Control+End')
  await editor.type('export function greet(user: User) {')
  await editor.press('Enter')
  await suggests('likely in this codebase')
  await ghost().first().waitFor()
  await editor.screenshot('tab-ghost-text')
  await editor.press('Control+ArrowRight')
  await shows(/greet\(user: User\) \{\n  log/)
  await ghost().first().waitFor()
  await editor.press('Alt+End')
  await shows(/greet\(user: User\) \{\n  log\(user/)
  await editor.press('Control+End')
  await editor.press('Enter')
  await editor.type('export function part(user: User) {')
  await editor.press('Enter')
  await ghost().first().waitFor()
  await editor.press('Escape')
  await silent()
  await expect.poll(() => ghost().count()).toBe(0)
})

test('who is more eager has more suggestions', async () => {
  const choose = async (eagerness: string) => {
    await editor.command('Caret Tab: Show Menu')
    await editor.pick('Eagerness')
    await editor.pick(eagerness)
  }
  const type = async (eagerness: string) => {
    await choose(eagerness)
    await editor.openFile('other.ts')
    await editor.press('Control+End')
    await editor.type('log(user)')
    await editor.press('Enter')
  }
  await type('high')
  await suggests(/likely in this codebase|repeats your edit/)
  await editor.press('Escape')
  await editor.closeAll()
  await type('low')
  await shows(/\nlog\(user\)/)
  await expect.poll(() => status().textContent()).not.toMatch(/likely|repeats/)
  expect(await ghost().count()).toBe(0)
  await choose('medium')
})

test('turned off for a language, or snoozed, it is silent', async () => {
  await editor.command('Caret Tab: Snooze Suggestions for Five Minutes')
  await expect.poll(() => status().getAttribute('aria-label')).toContain('snoozed')
  await editor.command('Caret Tab: Show Menu')
  await editor.pick('Wake Up')
  await expect.poll(() => status().getAttribute('aria-label')).not.toContain('snoozed')
  await editor.openFile('mail.ts')
  await editor.command('Caret Tab: Show Menu')
  await editor.pick('Turn Off in typescript')
  await expect.poll(() => status().getAttribute('aria-label')).toContain('turned off in typescript')
  await editor.command('Caret Tab: Show Menu')
  await editor.pick('Turn On in typescript')
  await silent()
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
