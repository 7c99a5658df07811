import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, isOfSuggestionMark, openEditor, type Scene } from './harness.ts'
import { viewOfTab } from './tab-view.ts'

const greeting = (name: string) =>
  `export function ${name}(user: string) {\n  log(user)\n  return sendLetter(user, '${name}')\n}\n`
const importing = "import { log, sendLetter } from './lib/post'\n\n"

const files = {
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "esnext", "target": "es2022" } }\n',
  'lib/post.ts':
    'export function log(user: string) {}\nexport function sendLetter(user: string, kind: string) {\n  return user + kind\n}\n',
  'mail.ts': importing + ['welcome', 'remind', 'renew', 'goodbye'].map(greeting).join('\n'),
  'bare.ts': "import { log } from './lib/post'\n\nlog('bare')\n",
  'whole.ts': `${importing}log('whole')\n`,
  'tubes.ts': `${'export const a = tube.depth\n'.repeat(4)}${'export const b = tube.width\n'.repeat(3)}`,
  'box.ts': 'export interface Tube {\n  width: number\n  height: number\n}\n\nexport function f(tube: Tube) {\n\n}\n',
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

const { suggests, shows } = viewOfTab(() => editor)
const ghost = async () => {
  const all = await editor.page.locator('.ghost-text-decoration, .ghost-text').allTextContents()
  return all.join('').replaceAll('\u00a0', ' ')
}

/** Types a function as other files have it, up to where they send a letter, after the server had time to say what is in scope. */
async function typeGreeting(path: string): Promise<void> {
  await editor.openFile(path)
  await editor.press('Control+End')
  await editor.page.waitForTimeout(4_000)
  await editor.type('export function greet(user: string) {')
  await editor.press('Enter')
  await editor.type('log(user)')
  await editor.press('Enter')
  await editor.type('re')
  await suggests('likely in this codebase')
}

test('what is not in scope ends a continuation, and once it is imported, it is suggested', async () => {
  await typeGreeting('bare.ts')
  await editor.screenshot('tab-scope')
  expect(await ghost()).toMatch(/^turn/)
  expect(await ghost()).not.toContain('send')
  await editor.closeAll()
  await typeGreeting('whole.ts')
  expect(await ghost()).toMatch(/^turn sendLetter\(/)
})

test('of a typed thing only members are suggested', async () => {
  await editor.openFile('box.ts', 7)
  await editor.page.waitForTimeout(2_000)
  await editor.type('  return tube.')
  await editor.page.waitForTimeout(2_000)
  await editor.press('Escape')
  await editor.type('d')
  await editor.press('Backspace')
  await editor.page.waitForTimeout(500)
  await editor.screenshot('tab-scope-members')
  expect(await ghost()).not.toContain('depth')
})

test('nothing went wrong unseen', () => {
  expect(editor.errors.filter((error) => !isOfSuggestionMark(error))).toEqual([])
})
