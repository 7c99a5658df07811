import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Editor, EngineProcess, openEditor, type Scene } from './harness.ts'

const files = {
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "esnext", "target": "es2022" } }\n',
  'math.ts': '/** Adds two numbers. */\nexport function add(a: number, b: number): number {\n  return a + b\n}\n',
  'use.ts': "import { add } from './math'\n\nexport const three = add(1, 2)\n",
  'wrong.py': 'count: int = "three"\n',
  'wrong.json': '{ "a": 1, }\n',
  'wrong.css': 'a { colr: red }\n',
  'wrong.html': '<style>a { colr: red }</style>\n',
  'wrong.yaml': 'a: 1\na: 2\n',
  'compile_flags.txt': '-Wall\n',
  'main.c': 'static int add(int a, int b) { return a + b; }\nint main(void) { return add(1, missing); }\n',
  'go.mod': 'module example.com/caret\n\ngo 1.19\n',
  'main.go':
    'package main\n\nfunc add(a int, b int) int { return a + b }\n\nfunc main() { println(add(1, missing)) }\n',
  'greet.sh': 'greet() {\n  echo hello\n}\ngreet\n',
}

let scene: Scene
const page = () => scene.editor.page
const squiggles = () =>
  page().locator('.editor-group-container.active .squiggly-error, .editor-group-container.active .squiggly-warning')
const suggestions = () => page().locator('.suggest-widget.visible .monaco-list-row')

/** What the Problems view says. */
const problems = () => page().locator('.markers-panel .monaco-list-row')

const isOnPath = (program: string) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

beforeAll(async () => {
  scene = await openEditor(files)
})

afterAll(async () => {
  await scene[Symbol.asyncDispose]()
})

beforeEach(async () => {
  await scene.editor.closeAll()
})

test.each(['wrong.py', 'wrong.json', 'wrong.css', 'wrong.html', 'wrong.yaml'])('%s shows its problem', async (file) => {
  await scene.editor.openFile(file)
  await expect.poll(() => squiggles().count(), { timeout: 30_000 }).toBeGreaterThan(0)
})

test('TypeScript: problems of unsaved text, also in other files', async () => {
  const { editor } = scene
  await editor.openFile('use.ts')
  await editor.openFile('math.ts', 2)
  await editor.press('End')
  for (let i = 0; i < 2; i++) await editor.press('ArrowLeft')
  await editor.press('Control+Shift+ArrowLeft')
  await editor.type('string')
  await squiggles().first().waitFor()
  await editor.command('Problems: Focus on Problems View')
  await problems().filter({ hasText: 'math.ts' }).first().waitFor()
  const wrong = problems().filter({ hasText: "Type 'number' is not assignable to type 'string'." })
  await expect.poll(() => wrong.count(), { timeout: 15_000 }).toBeGreaterThan(0)
})

test('TypeScript: completion, hover, definition, rename across files', async () => {
  const { editor, folder } = scene
  await editor.openFile('use.ts', 3)
  await editor.press('End')
  await editor.press('Enter')
  await editor.type('three.toFi')
  await suggestions().filter({ hasText: 'toFixed' }).first().waitFor({ timeout: 30_000 })
  await editor.press('Tab')
  await editor.eventually(
    () => editor.text(),
    (text) => expect(text).toContain('three.toFixed'),
  )

  await editor.openFile('use.ts', 1)
  await page().locator('.view-line span', { hasText: /^add$/ }).first().hover()
  await page().locator('.monaco-hover:not(.hidden)', { hasText: 'Adds two numbers.' }).first().waitFor()
  await editor.press('Escape')

  await editor.openFile('math.ts', 2)
  await page().locator('.view-line span', { hasText: /^add$/ }).first().click()
  await editor.press('F2')
  await page().locator('.rename-box input').fill('plus')
  await editor.press('Enter')
  await editor.eventually(
    () => editor.text(),
    (text) => expect(text).toContain('function plus('),
  )
  await editor.command('File: Save All Files')
  await editor.eventually(
    () => folder.read('use.ts'),
    (text) => expect(text).toContain('plus'),
  )
  await editor.openFile('use.ts', 3)
  await page()
    .locator('.view-line span', { hasText: /^plus$/ })
    .last()
    .click()
  await editor.press('F12')
  await page().locator('.tabs-container .tab.active', { hasText: 'math.ts' }).waitFor()
})

test('Bash: an outline; go to symbol', async () => {
  const { editor } = scene
  await editor.openFile('greet.sh')
  await editor.press('Control+Shift+o')
  const symbol = page().locator('.quick-input-list .monaco-list-row', { hasText: 'greet' })
  await expect.poll(() => symbol.count(), { timeout: 15_000 }).toBeGreaterThan(0)
  await editor.press('Escape')
})

test.for([
  { file: 'main.c', server: 'clangd', shown: 'int add' },
  { file: 'main.go', server: 'gopls', shown: 'func add' },
])('$server, where it is on the PATH', async ({ file, server, shown }, { skip }) => {
  skip(!isOnPath(server))
  await scene.editor.openFile(file)
  await expect.poll(() => squiggles().count(), { timeout: 45_000 }).toBeGreaterThan(0)
  await page().locator('.view-line', { hasText: 'missing' }).locator('span', { hasText: /add/ }).last().hover()
  await page().locator('.monaco-hover', { hasText: shown }).first().waitFor()
})

test('a killed server is told of, and comes back with the unsaved text', async () => {
  const { editor } = scene
  await editor.openFile('wrong.css')
  await squiggles().first().waitFor()
  execFileSync('kill', ['-9', ...serverPids('vscode-css-language-server')])
  await editor.notification(/CSS: the language server was ended by SIGKILL\. It restarts by itself\./).waitFor()
  await editor.press('Control+End')
  await editor.type('b { widht: 1px }')
  await editor.eventually(
    () => squiggles().count(),
    (count) => expect(count).toBe(2),
  )
})

test('the user restarts a server by command', async () => {
  const { editor } = scene
  await editor.openFile('wrong.css')
  const [before] = serverPids('vscode-css-language-server')
  await editor.press('F1')
  await editor.pick('>Restart Language Server', 'Restart Language Server')
  await editor.pick('CSS')
  await expect.poll(() => serverPids('vscode-css-language-server')).not.toContain(before)
  await squiggles().first().waitFor()
})

test('the user’s settings reach the servers, and have completions themselves', async () => {
  const { editor, data } = scene
  await editor.openFile('wrong.css')
  await squiggles().first().waitFor()
  data.write('user/settings.json', '{ "css.lint.unknownProperties": "ignore", "editor.wordWrapCol": 1 }\n')
  await expect.poll(() => squiggles().count(), { timeout: 15_000 }).toBe(0)
  await editor.command('Preferences: Open User Settings (JSON)')
  // In a tab, or above everything else where something is open.
  await page().locator('.monaco-editor[data-uri$="settings.json"] .view-line').first().click()
  await editor.press('Home')
  for (let i = 0; i < '{ "css.lint.unknownProperties": "ignore", "editor.wordWrapCol'.length; i++) {
    await editor.press('ArrowRight')
  }
  await editor.press('Control+Space')
  await suggestions().filter({ hasText: 'editor.wordWrapColumn' }).first().waitFor({ timeout: 30_000 })
  for (let i = 0; i < 2; i++) await editor.press('Escape')
  data.write('user/settings.json', '{}\n')
})

test('fixes, formatting, signatures and hints', async () => {
  const { editor } = scene
  scene.folder.write('rough.ts', 'export  const   sum = add(1,2)\n')
  scene.folder.write('math.ts', files['math.ts'])
  await editor.openFile('rough.ts')
  await squiggles().first().waitFor({ timeout: 30_000 })
  await page().locator('.view-line span', { hasText: /^add$/ }).first().click()
  await editor.press('Control+.')
  await page().locator('.action-widget', { hasText: './math' }).waitFor()
  await editor.press('Enter')
  await editor.eventually(
    () => editor.text(),
    (text) => expect(text).toContain('import { add } from'),
  )
  await editor.command('Format Document')
  await editor.eventually(
    () => editor.text(),
    (text) => expect(text).toContain('export const sum = add(1, 2)'),
  )
  await editor.press('Control+End')
  await editor.type('add(')
  await page().locator('.parameter-hints-widget.visible', { hasText: 'a: number, b: number' }).waitFor()
})

test('an engine that was restarted, and a second page, have them too', async () => {
  const { editor, browser, folder, data } = scene
  await editor.openFile('wrong.html')
  await squiggles().first().waitFor()
  await scene.engine.kill()
  scene.engine = await EngineProcess.start(folder.path, data.path)
  await editor.press('Control+End')
  await editor.type('<style>b { widht: 1px }</style>')
  await editor.eventually(
    () => squiggles().count(),
    (count) => expect(count).toBe(2),
    60_000,
  )
  const second = await Editor.open(browser, scene.engine.url)
  await second.openFile('wrong.html')
  await second.page.locator('.squiggly-warning').first().waitFor({ timeout: 30_000 })
  await second.close()
})

function serverPids(name: string): string[] {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  const engine = String(scene.engine.child.pid)
  const rows = all
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, ...args]) => parent === engine && args.join(' ').includes(name))
  return rows.map(([pid = '']) => pid)
}
