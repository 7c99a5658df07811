import type { Page } from 'playwright-core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Editor, EngineProcess, openEditor, type Scene } from './harness.ts'

let scene: Scene
let editor: Editor
beforeEach(async () => {
  scene = await openEditor(
    { 'a.ts': Array.from({ length: 60 }, (_, index) => `export const line${index + 1} = ${index + 1}\n`).join('') },
    {
      prepare: (_folder, data) => data.write('user/settings.json', JSON.stringify(settings)),
      env: { SHELL: '/bin/bash', HISTFILE: '/dev/null' },
    },
  )
  editor = scene.editor
})
afterEach(async () => {
  await scene[Symbol.asyncDispose]()
})

// What is drawn by the graphics card cannot be read by a test.
const settings = { 'terminal.integrated.gpuAcceleration': 'off' }

/** What the terminals in view show, from left to right. */
const screens = (page: Page = editor.page) =>
  page.locator('.terminal-split-pane .xterm-rows').evaluateAll((all) =>
    all
      .map((rows) => ({ rows, left: rows.getBoundingClientRect().left }))
      .filter(({ rows }) => (rows as HTMLElement).offsetParent !== null)
      .sort((a, b) => a.left - b.left)
      .map(({ rows }) =>
        [...rows.children].map((row) => row.textContent.replaceAll('\u00a0', ' ').trimEnd()).join('\n'),
      ),
  )

const shows = (text: string | RegExp, pane = 0, on = editor) =>
  on.eventually(
    async () => (await screens(on.page))[pane] ?? '',
    (screen) => expect(screen).toMatch(text),
  )

/** Types a line into the terminal that has the focus. */
const run = async (line: string, on = editor) => {
  await on.type(line)
  await on.press('Enter')
}

const openTerminal = async (on = editor) => {
  await on.press('Control+`')
  await shows(/[$#] $|[$#]\n/, 0, on)
}

/** Entries of the list beside the terminals, which is there when there are two. */
const tabs = (page = editor.page) => page.locator('.terminal-tabs-entry.has-text').count()

test('splits come back after a reload, with their scrollback, and their shells have not noticed', async () => {
  await openTerminal()
  await run('mark=kept; seq 1 200')
  await shows(/\n200\n/)
  await editor.command('Terminal: Split Terminal')
  await shows(/[$#]/, 1)
  await run('echo on the ri""ght')
  await shows('on the right', 1)
  expect(await tabs()).toBe(2)

  await editor.reload()
  await shows(/\n200\n/, 0)
  await shows('on the right', 1)
  expect(await tabs()).toBe(2)
  await editor.page.locator('.terminal-split-pane').first().click()
  await run('echo "<$mark>"')
  await shows('<kept>')
  await editor.command('Terminal: Scroll to Top')
  await shows(/\n2\n3\n4\n/)
})

test('a link with a line leads there, and so does `caret FILE:LINE`', async () => {
  await openTerminal()
  await run('clear; echo; echo ./a.ts:12:3')
  const link = editor.page.locator('.xterm-rows > div', { hasText: /^\.\/a\.ts:12:3$/ })
  await link.waitFor()
  const at = (await link.boundingBox())!
  const y = at.y + at.height / 2
  await editor.page.keyboard.down('Control')
  // Links are looked for where the mouse moves.
  let step = 0
  await editor.eventually(
    async () => {
      await editor.page.mouse.move(at.x + 20 + (step++ % 8), y)
      return editor.page.locator('.xterm-cursor-pointer').count()
    },
    (count) => expect(count).toBe(1),
  )
  await editor.page.mouse.click(at.x + 24, y)
  await editor.page.keyboard.up('Control')
  const position = editor.page.locator('.statusbar-item', { hasText: /^Ln \d+, Col \d+/ })
  await editor.eventually(
    () => position.textContent(),
    (text) => expect(text).toMatch('Ln 12, Col 3'),
  )

  await editor.page.locator('.terminal-split-pane').click()
  await run('caret a.ts:31')
  await editor.eventually(
    () => position.textContent(),
    (text) => expect(text).toMatch('Ln 31, Col 1'),
  )
})

test('Ctrl+C ends a flood at once', async () => {
  await openTerminal()
  await run('yes')
  await shows(/y\ny\ny/)
  await editor.page.waitForTimeout(1_500)
  await editor.press('Control+c')
  await run('echo go""ing on')
  await shows('going on')
  expect(await screens()).not.toContain('y\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny\ny')
})

test('an exit code is shown', async () => {
  await openTerminal()
  await run('exit 3')
  const toast = editor.page.locator('.notification-toast', { hasText: 'exit code: 3' })
  await toast.waitFor()
  expect(await toast.textContent()).toContain('/bin/bash')
})

test('each tab of the browser has its own terminals, and inherits those of a closed one', async () => {
  await openTerminal()
  await run('echo of the fi""rst')
  await shows('of the first')
  const other = await Editor.open(scene.browser, scene.engine.url)
  await shows(/[$#]/, 0, other)
  expect(await screens(other.page)).not.toContain('of the first')
  await other.close()
  await editor.close()

  const third = await Editor.open(scene.browser, scene.engine.url)
  await editor.eventually(
    () => tabs(third.page),
    (count) => expect(count).toBe(2),
  )
  await third.page.locator('.terminal-tabs-entry').first().click()
  await shows('of the first', 0, third)
})

test('after a restart of the engine, the open page’s terminals show what they showed, with a new shell', async () => {
  await openTerminal()
  await run('lost=lost; echo rem""embered')
  await shows('remembered')
  await scene.engine[Symbol.asyncDispose]()
  scene.engine = await EngineProcess.start(scene.folder.path, scene.data.path)
  await shows(/remembered[\s\S]*A new shell/)
  await editor.page.locator('.terminal-split-pane').click()
  await run('echo "<$lost>"')
  await shows('<>')
  expect(await tabs()).toBe(0)
})
