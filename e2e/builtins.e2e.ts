import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'

const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let scene: Scene
let editor: Editor

beforeAll(async () => {
  scene = await openEditor({
    'page.html': '<body>\n\n</body>\n',
    'a.ts': 'export const answer = 42\nexport const twice = answer + answer\n',
    'notes.md': [
      '# Notes for a test',
      '',
      '![dot](img/dot.png)',
      '',
      'Some `code`, a [link](a.ts) and a [heading](#more).',
      '',
      '| left | right |',
      '| ---- | ----- |',
      '| 1    | 2     |',
      '',
      '```ts',
      "const text = 'painted'",
      '```',
      '',
      '## More',
      '',
      ...Array.from({ length: 60 }, (_, line) => `Line ${line}.\n`),
    ].join('\n'),
    'img/dot.png': Buffer.from(dot, 'base64'),
    '.vscode/settings.json': '{\n  \n}\n',
  })
  ;({ editor } = scene)
})

afterAll(() => scene?.[Symbol.asyncDispose]())

/** What `probe` gives in the first frame where it gives something. */
async function inWebview<T>(probe: () => T): Promise<T | undefined> {
  const found = await Promise.all(editor.page.frames().map((frame) => frame.evaluate(probe).catch(() => undefined)))
  return found.find((value) => value !== undefined && value !== null)
}

const heading = () => document.querySelector('.markdown-body h1')?.textContent ?? undefined

test('Emmet expands an abbreviation', async () => {
  await editor.openFile('page.html', 2)
  await editor.type('ul>li*3')
  await editor.press('Control+Space')
  await editor.page.locator('.suggest-widget .monaco-list-row.focused', { hasText: 'Emmet Abbreviation' }).waitFor()
  await editor.press('Enter')
  await editor.eventually(
    () => editor.text(),
    (text) => expect(text.match(/<li><\/li>/g)).toHaveLength(3),
  )
})

test('links in a Markdown file complete by its language server', async () => {
  await editor.openFile('notes.md', 2)
  await editor.type('[x](#mo')
  await editor.press('Control+Space')
  await editor.page.locator('.suggest-widget .monaco-list-row', { hasText: '#more' }).first().waitFor()
  await editor.press('Enter')
  await editor.eventually(
    () => editor.text(),
    (text) => expect(text).toContain('[x](#more)'),
  )
})

test('the Markdown preview shows text, pictures of the folder and painted code', async () => {
  await editor.press('Control+Shift+v')
  await editor.eventually(
    () => inWebview(heading),
    (text) => expect(text).toBe('Notes for a test'),
  )
  await editor.eventually(
    () => inWebview(() => document.querySelector<HTMLImageElement>('.markdown-body img')?.naturalWidth),
    (width) => expect(width).toBe(1),
  )
  expect(await inWebview(() => document.querySelectorAll('.markdown-body .hljs-string').length || undefined)).toBe(1)
  await editor.screenshot('markdown-preview')
})

test('the Markdown preview is there after a reload, and follows the theme', async () => {
  await editor.backedUp(scene.data, '[x](#more)')
  const loaded = editor.page.waitForEvent('domcontentloaded')
  await editor.command('Developer: Reload Window')
  await loaded
  await editor.ready()
  await editor.eventually(
    () => inWebview(heading),
    (text) => expect(text).toBe('Notes for a test'),
  )
  await editor.press('Control+k')
  await editor.press('Control+t')
  await editor.pick('Light Modern')
  await editor.eventually(
    () => inWebview(() => (document.body.classList.contains('vscode-light') ? 'light' : undefined)),
    (theme) => expect(theme).toBe('light'),
  )
})

test('settings.json completes the names of settings', async () => {
  await editor.openFile('.vscode/settings.json', 2)
  await editor.press('End')
  await editor.type('"editor.tabS')
  await editor.press('Control+Space')
  await editor.page.locator('.suggest-widget .monaco-list-row', { hasText: 'editor.tabSize' }).first().waitFor()
  await editor.press('Escape')
  expect(await editor.text()).toContain('editor.tabS')
})

test('the references view lists every reference', async () => {
  await editor.openFile('a.ts', 1)
  await editor.press('Home')
  for (let i = 0; i < 14; i++) await editor.press('ArrowRight')
  await editor.command('References: Find All References')
  const rows = editor.page
    .locator('.pane[aria-label^="References"], .part.sidebar', { hasText: 'answer + answer' })
    .first()
  await rows.waitFor()
  expect(editor.errors).toEqual([])
})
