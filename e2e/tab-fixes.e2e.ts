import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'

const files = {
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "esnext", "target": "es2022" } }\n',
  'disk/read.ts': 'export function readFileSync(path: string): string {\n  return path\n}\n',
  'use.ts': "import { strange } from './nowhere'\n\nexport const first = strange()\n",
  'spare.ts':
    "import { strange } from './nowhere'\nimport { readFileSync } from './disk/read'\n\nexport const a = readFileSync(strange)\n",
  'lib.py': 'def read_it(path: str) -> str:\n    return path\n',
  'use.py': 'count: int = "three"\nprint(count)\n',
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

/** Opens a file that has an error, and waits until its server has said so: what was wrong before is not the last edit's. */
async function openRead(path: string, line: number): Promise<void> {
  await editor.openFile(path, line)
  await editor.page.locator('.squiggly-error').first().waitFor({ timeout: 30_000 })
  await editor.press('End')
}

/** Takes a suggestion that is out of sight, or away from the caret: to it, and then it. */
async function take(reason: RegExp): Promise<void> {
  const status = editor.page.locator('.statusbar-item', { hasText: /^\s*Tab\b/ }).first()
  await expect.poll(() => status.textContent()).toMatch(reason)
  await editor.press('Tab')
  await editor.press('Tab')
}

const shows = (text: RegExp | string) => expect.poll(() => editor.text()).toMatch(text)

test('TypeScript: an import that is missing', async () => {
  await openRead('use.ts', 3)
  await editor.press('ArrowLeft')
  await editor.type("readFileSync('x')")
  await take(/fixes: Cannot find name 'readFileSync'/)
  await shows(/import \{ readFileSync \} from ['"]\.\/disk\/read['"]/)
})

test('TypeScript: an import that nothing uses any more', async () => {
  await openRead('spare.ts', 4)
  await editor.press('Shift+Home')
  await editor.type('export const a = strange')
  await take(/fixes: 'readFileSync' is declared but/)
  await editor.eventually(
    () => editor.text(),
    (text) => expect(text).not.toContain('readFileSync'),
  )
})

test('Python: an import that is missing', async () => {
  await openRead('use.py', 2)
  await editor.press('ArrowLeft')
  await editor.type(", read_it('x')")
  await take(/fixes: "read_it" is not defined/)
  await shows(/from lib import read_it/)
})
