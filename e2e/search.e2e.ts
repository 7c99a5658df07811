import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Editor, type Folder, openEditor, type Scene } from './harness.ts'

let scene: Scene
let editor: Editor
let folder: Folder

beforeAll(async () => {
  scene = await openEditor({
    'src/alpha.ts': 'export const alpha = 1\nexport const Alphabet = 2\n',
    'src/deep/beta-file.ts': 'import { alpha } from "../alpha"\nconsole.log(alpha, "é 😀 alpha")\n',
    'src/begin.ts': 'begin\n  middle\nend\n',
    'docs/alpha.md': '# alpha\n',
    'replace/one.txt': 'colour one\r\ncolour two\r\n',
    'replace/two.txt': 'the colour\n',
    'long.txt': Array.from({ length: 500 }, (_, index) => `line ${index + 1}`).join('\n'),
    'node_modules/ignored/alpha.ts': 'alpha\n',
    '.gitignore': 'node_modules\n',
  })
  ;({ editor, folder } = scene)
})

afterEach(() => editor.closeAll())

afterAll(() => scene[Symbol.asyncDispose]())

const view = () => editor.page.locator('.search-view')

interface Query {
  options?: ('Match Case' | 'Match Whole Word' | 'Use Regular Expression')[]
  include?: string
  exclude?: string
}

async function search(pattern: string, { options = [], include = '', exclude = '' }: Query = {}): Promise<void> {
  await editor.press('Control+Shift+f')
  await view().locator('.search-widget textarea').first().waitFor()
  for (const name of ['Match Case', 'Match Whole Word', 'Use Regular Expression'] as const) {
    const toggle = view().getByRole('checkbox', { name }).first()
    if (((await toggle.getAttribute('aria-checked')) === 'true') !== options.includes(name)) await toggle.click()
  }
  if (!(await view().locator('.file-types.includes input').isVisible()))
    await view().locator('.query-details .more').click()
  await view().locator('.file-types.includes input').fill(include)
  await view().locator('.file-types.excludes input').fill(exclude)
  const input = view().locator('.search-widget textarea').first()
  await input.fill(pattern)
  await input.press('Enter')
}

const finds = async (message: string | RegExp) => {
  await view().locator('.messages', { hasText: message }).waitFor()
}

test('quick open takes the letters in their order', async () => {
  await editor.openQuickInput('Control+p')
  await editor.pick('sdbf', 'beta-file.ts')
  await editor.tab('beta-file.ts').waitFor()
  await editor.openQuickInput('Control+p')
  await editor.pick('alpha docs', 'alpha.md')
  await editor.tab('alpha.md').waitFor()
})

test('quick open passes over what is ignored', async () => {
  await editor.openQuickInput('Control+p')
  const widget = editor.page.locator('.quick-input-widget')
  await widget.locator('input:not([type=checkbox])').first().fill('alpha')
  await widget.locator('.monaco-list-row', { hasText: 'alpha.ts' }).waitFor()
  expect(await widget.locator('.monaco-list-row', { hasText: 'node_modules' }).count()).toBe(0)
})

test('a line is gone to', async () => {
  await editor.openFile('long.txt', 400)
  await editor.page.locator('#status\\.editor\\.selection', { hasText: 'Ln 400' }).waitFor()
  await editor.openQuickInput('Control+g')
  await editor.page.locator('.quick-input-widget input:not([type=checkbox])').first().fill(':123')
  await editor.press('Enter')
  await editor.page.locator('#status\\.editor\\.selection', { hasText: 'Ln 123' }).waitFor()
})

test('text is found across files, in any case or as it is, and as a word', async () => {
  await search('alpha')
  await finds('7 results in 3 files')
  await search('alpha', { options: ['Match Case'] })
  await finds('6 results in 3 files')
  await search('Alpha', { options: ['Match Case', 'Match Whole Word'] })
  await finds('No results')
  await search('alpha', { options: ['Match Whole Word'] })
  await finds('6 results in 3 files')
})

test('globs say where', async () => {
  await search('alpha', { include: '*.md' })
  await finds('1 result in 1 file')
  await search('alpha', { include: './src' })
  await finds('6 results in 2 files')
  await search('alpha', { include: 'src/deep' })
  await finds('4 results in 1 file')
  await search('alpha', { exclude: '**/deep, docs' })
  await finds('2 results in 1 file')
})

test('a folder of the explorer is searched', async () => {
  await search('nothing of this')
  await finds('No results')
  await editor.press('Control+Shift+e')
  await editor.menu(editor.row('src'), 'Find in Folder')
  await expect.poll(() => view().locator('.file-types.includes input').inputValue()).toBe('./src')
  const input = view().locator('.search-widget textarea').first()
  await input.fill('alpha')
  await input.press('Enter')
  await finds('6 results in 2 files')
})

test('expressions match, across lines as well, and a wrong one is explained', async () => {
  await search('alpha\\b.*=', { options: ['Use Regular Expression'] })
  await finds('1 result in 1 file')
  await search('begin\\n\\s+middle\\nend', { options: ['Use Regular Expression'] })
  await finds('1 result in 1 file')
  await search('(alpha', { options: ['Use Regular Expression'] })
  await editor.page.locator('.monaco-inputbox-message', { hasText: 'Unterminated group' }).waitFor()
})

test('a result opens at its place, behind letters of any width', async () => {
  await search('alpha', { include: 'src/deep' })
  await finds('4 results in 1 file')
  await view().locator('.linematch', { hasText: '😀' }).nth(1).dblclick()
  await editor.tab('beta-file.ts').waitFor()
  await editor.page.locator('#status\\.editor\\.selection', { hasText: 'Ln 2' }).waitFor()
  expect(await editor.page.locator('#status\\.editor\\.selection').textContent()).toMatch(/5 selected/)
  const selected = await editor.page.evaluate(() => document.querySelectorAll('.editor-instance .selected-text').length)
  expect(selected).toBeGreaterThan(0)
})

test('text that is not saved yet is found', async () => {
  await editor.openFile('src/begin.ts')
  await editor.type('brandnew ')
  await search('brandnew')
  await finds('1 result in 1 file')
  await editor.tab('begin.ts').click()
})

test('all is replaced in all files, and line ends stay', async () => {
  await search('colour', { include: 'replace' })
  await finds('3 results in 2 files')
  if (!(await view().locator('.replace-input textarea').isVisible()))
    await view().locator('.toggle-replace-button').click()
  await view().locator('.replace-input textarea').fill('color')
  await view().locator('.replace-all, [aria-label^="Replace All"]').first().click()
  await editor.answer(/Replace 3 occurrences/, 'Replace')
  await editor.eventually(
    () => folder.read('replace/one.txt') + folder.read('replace/two.txt'),
    (text) => expect(text).toBe('color one\r\ncolor two\r\nthe color\n'),
  )
})

test('nothing went wrong unseen', () => expect(editor.errors).toEqual([]))
