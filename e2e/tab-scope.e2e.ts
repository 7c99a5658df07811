import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'

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
  'tubes.ts': Array.from(
    { length: 9 },
    (_, at) => `function f${at}(tube: Tube) {\n  keep(tube.width)\n  const a = tube.depth * ${at}\n}\n`,
  ).join('\n'),
  'whole.ts': `${importing}log('whole')\n`,
  'loose.ts': 'export function f(tube: any) {\n\n}\n',
  'typed.ts': 'interface Tube {\n  width: number\n  height: number\n}\n\nexport function f(tube: Tube) {\n\n}\n',
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

const ghost = async () => {
  const all = await editor.page.locator('.ghost-text-decoration, .ghost-text').allTextContents()
  return all.join('').replaceAll('\u00a0', ' ')
}

/** A server has the time to say what is in scope. */
const rest = () => editor.page.waitForTimeout(4_000)

async function startAt(path: string, line: number): Promise<void> {
  await editor.openFile(path, line)
  await editor.press('End')
  await rest()
}

/** What a server says is heard with the next key, here the last one again; on a busy machine it may come late. */
async function eventuallyShows(text: RegExp, lastKey: string): Promise<void> {
  for (let attempt = 0; attempt < 6; attempt++) {
    await editor.page.waitForTimeout(1_000)
    if (text.test(await ghost())) break
    await rest()
    await editor.press('Backspace')
    await editor.type(lastKey)
  }
  expect(await ghost()).toMatch(text)
}

test('what is not in scope ends a continuation; where it is imported, it is suggested', async () => {
  const typeGreeting = async (path: string) => {
    await startAt(path, 4)
    await editor.type('export function greet(user: string) {')
    await editor.press('Enter')
    await editor.type('log(user)')
    await editor.press('Enter')
    await editor.type('re')
  }
  await typeGreeting('whole.ts')
  await eventuallyShows(/^turn sendLetter/, 'e')
  await editor.press('Tab')
  await typeGreeting('bare.ts')
  await eventuallyShows(/^turn$/, 'e')
  await editor.screenshot('tab-scope')
})

test('of what has known members, only these are suggested', async () => {
  const typeMember = async (path: string, line: number) => {
    await startAt(path, line)
    await editor.type('  keep(tube.')
    // The suggest widget has asked the server by itself.
    await editor.page.waitForTimeout(1_500)
    await editor.type('width)')
    await editor.press('Enter')
    await editor.type('const a = ')
  }
  await typeMember('loose.ts', 2)
  await eventuallyShows(/^tube\.depth/, ' ')
  await typeMember('typed.ts', 7)
  await eventuallyShows(/^tube\.?$/, ' ')
  await editor.screenshot('tab-scope-members')
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
