import { execFileSync } from 'node:child_process'
import { chmodSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Folder, openEditor, type Scene } from './harness.ts'

const lines = Array.from({ length: 40 }, (_, i) => `line ${i + 1}`)
const text = (changed: string[]) => `${changed.join('\n')}\n`
const committed = { 'a.txt': text(lines), 'dir/b.txt': 'b\n', '.gitignore': 'build\n', 'build/out.txt': 'out\n' }

let scene: Scene
let remote: Folder

const git = (...args: string[]) => execFileSync('git', args, { cwd: scene.folder.path, encoding: 'utf8' }).trimEnd()
const page = () => scene.editor.page
const rows = (group: string) =>
  page()
    .locator('.scm-view .monaco-list-row')
    .filter({ has: page().locator('.resource-group, .resource') })
    .evaluateAll((all, group) => {
      const found: string[] = []
      let current = ''
      const top = (row: Element) => Number.parseFloat((row as HTMLElement).style.top)
      for (const row of all.sort((a, b) => top(a) - top(b))) {
        const name = row.querySelector('.resource-group .name')
        if (name) current = name.textContent!
        else if (current === group) found.push(row.querySelector('.label-name')!.textContent)
      }
      return found
    }, group)
const row = (name: string) => page().locator('.scm-view .monaco-list-row', { hasText: name })

async function rowsAre(group: string, names: string[]) {
  await expect.poll(() => rows(group), { timeout: 15_000 }).toEqual(names)
}

async function showSourceControl() {
  await scene.editor.press('Control+Shift+g')
  await page().locator('.scm-view .scm-input').waitFor()
}

/** Presses the little button on a row, which shows when the mouse is over it. */
async function act(name: string, label: string) {
  await row(name).hover()
  await row(name).locator(`.action-label[aria-label^="${label}"]`).click()
}

async function answer(button: string) {
  await page().locator('.monaco-dialog-box .dialog-buttons').getByText(button, { exact: true }).click()
}

beforeAll(async () => {
  remote = new Folder({})
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main'], { cwd: remote.path })
  scene = await openEditor(committed, {
    prepare: ({ path }) => {
      const run = (...args: string[]) => execFileSync('git', args, { cwd: path })
      run('init', '--quiet', '--initial-branch=main')
      run('config', 'user.name', 'Ada')
      run('config', 'user.email', 'ada@example.com')
      run('config', 'commit.gpgsign', 'false')
      run('add', '--all')
      run('commit', '--quiet', '--message', 'First')
    },
  })
})

afterAll(async () => {
  await scene[Symbol.asyncDispose]()
  remote[Symbol.dispose]()
})

beforeEach(async ({ onTestFailed }) => {
  onTestFailed(() => scene.editor.screenshot('git-failed').then(() => {}))
  await scene.editor.command('View: Close All Editors')
  git('reset', '--quiet', '--hard')
  git('clean', '--quiet', '--force', '-d')
  git('checkout', '--quiet', 'main')
})

test('what is changed outside shows in explorer, tab and source control, without a key pressed', async () => {
  const { editor, folder } = scene
  await showSourceControl()
  folder.write('a.txt', text(['other', ...lines.slice(1)]))
  folder.write('new file.txt', 'new\n')
  await rowsAre('Changes', ['a.txt', 'new file.txt'])
  await editor.press('Control+Shift+e')
  const inExplorer = (name: string) => page().locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`)
  const badge = (name: string) =>
    inExplorer(name)
      .locator('.monaco-icon-label')
      .evaluate((label) => getComputedStyle(label, '::after').content)
  await expect.poll(() => badge('a.txt')).toBe('"M"')
  await expect.poll(() => badge('new file.txt')).toBe('"U"')
  const colour = (name: string) =>
    inExplorer(name)
      .locator('.label-name')
      .evaluate((label) => getComputedStyle(label).color)
  await expect.poll(() => colour('build')).toBe('rgb(140, 140, 140)')
  await editor.openFile('a.txt')
  const tab = page().locator('.tab.active .monaco-icon-label')
  await expect.poll(() => tab.evaluate((label) => getComputedStyle(label, '::after').content)).toBe('"M"')
})

test('stage, unstage, and commit with Ctrl+Enter', async () => {
  const { folder } = scene
  await showSourceControl()
  folder.write('a.txt', text(['other', ...lines.slice(1)]))
  folder.write('dir/b.txt', 'changed\n')
  await rowsAre('Changes', ['a.txt', 'b.txt'])
  await act('a.txt', 'Stage Changes')
  await rowsAre('Staged Changes', ['a.txt'])
  await rowsAre('Changes', ['b.txt'])
  await act('b.txt', 'Stage Changes')
  await rowsAre('Staged Changes', ['a.txt', 'b.txt'])
  await act('b.txt', 'Unstage Changes')
  await rowsAre('Changes', ['b.txt'])

  await page().locator('.scm-view .scm-input .monaco-editor').click()
  await scene.editor.type('Change a')
  await scene.editor.press('Control+Enter')
  await rowsAre('Staged Changes', [])
  expect(git('log', '-1', '--format=%s', '--name-only')).toBe('Change a\n\na.txt')

  // Nothing staged: offers to commit all.
  await page().locator('.scm-view .scm-input .monaco-editor').click()
  await scene.editor.type('The rest')
  await scene.editor.press('Control+Enter')
  await answer('Yes')
  await rowsAre('Changes', [])
  expect(git('log', '-1', '--format=%s', '--name-only')).toBe('The rest\n\ndir/b.txt')
})

test('discarding asks first, and restores', async () => {
  const { folder } = scene
  await showSourceControl()
  const before = folder.read('a.txt')
  folder.write('a.txt', 'ruined\n')
  await rowsAre('Changes', ['a.txt'])
  await act('a.txt', 'Discard Changes')
  await answer('Cancel')
  expect(folder.read('a.txt')).toBe('ruined\n')
  await act('a.txt', 'Discard Changes')
  await answer('Discard Changes')
  await rowsAre('Changes', [])
  expect(folder.read('a.txt')).toBe(before)
})

test('a row opens a diff, in which selected lines are staged', async () => {
  const { folder, editor } = scene
  const base = folder.read('a.txt').split('\n')
  folder.write('a.txt', ['new 1', 'new 2', 'new 3', ...base].join('\n'))
  await showSourceControl()
  await rowsAre('Changes', ['a.txt'])
  await row('a.txt').locator('.label-name').click()
  await page().locator('.tab.active', { hasText: 'a.txt (Working Tree)' }).waitFor()
  const modified = page().locator('.editor-instance .modified-in-monaco-diff-editor')
  await modified.locator('.view-line', { hasText: 'new 2' }).click()
  await editor.command('Git: Stage Selected Ranges')
  await rowsAre('Staged Changes', ['a.txt'])
  expect(git('show', ':a.txt').split('\n').slice(0, 2)).toEqual(['new 2', base[0]])

  await row('a.txt').first().locator('.label-name').click()
  await page().locator('.tab.active', { hasText: 'a.txt (Index)' }).waitFor()
  await modified.locator('.view-line', { hasText: 'new 2' }).click()
  await editor.command('Git: Unstage Selected Ranges')
  await rowsAre('Staged Changes', [])
  expect(git('diff', '--cached')).toBe('')
})

test('marks follow the typing; the peek shows the old text, stages and reverts', async () => {
  const { folder, editor } = scene
  const base = folder.read('a.txt').trimEnd().split('\n')
  await editor.openFile('a.txt', 3)
  const marks = (kind: string) => page().locator(`.editor-instance .caret-change-${kind}`)
  await editor.press('End')
  await editor.type(' typed')
  await expect.poll(() => marks('modified').count()).toBe(1)
  await editor.openFile('a.txt', 10)
  await editor.press('Control+Shift+k')
  await expect.poll(() => marks('deleted').count()).toBe(1)
  await editor.openFile('a.txt', 20)
  await editor.press('End')
  await editor.type('\nbrand new')
  await expect.poll(() => marks('added').count()).toBe(1)

  // Nothing of it is saved.
  expect(folder.read('a.txt').trimEnd().split('\n')).toEqual(base)
  await marks('modified').click()
  const peek = page().locator('.zone-widget .peekview-widget')
  await expect.poll(() => peek.locator('.peekview-title').textContent()).toContain('1 of 3')
  await peek.locator('.line-delete').first().waitFor()
  await peek.locator('.codicon-add').click()
  await expect.poll(() => git('show', ':a.txt').split('\n')[2]).toBe(`${base[2]} typed`)
  await expect.poll(() => marks('modified').count()).toBe(0)
  await expect.poll(() => peek.locator('.peekview-title').textContent()).toContain('1 of 2')
  await peek.locator('.codicon-discard').click()
  await expect.poll(() => marks('deleted').count()).toBe(0)
  await expect.poll(() => peek.locator('.peekview-title').textContent()).toContain('1 of 1')
  await editor.press('Escape')
  await peek.waitFor({ state: 'hidden' })

  await editor.press('Alt+F3')
  await peek.waitFor()
  await expect.poll(() => peek.locator('.view-line', { hasText: 'brand new' }).count()).toBeGreaterThan(0)
  await editor.press('Escape')
  await editor.press('Control+s')
  const want = [...base.slice(0, 2), `${base[2]} typed`, ...base.slice(3, 21), 'brand new', ...base.slice(21)]
  await expect.poll(() => folder.read('a.txt').trimEnd().split('\n')).toEqual(want)
})

test("branches are made and checked out from the status bar; a refusal is told in git's own words", async () => {
  const { folder, editor } = scene
  const item = page().locator('.statusbar-item', { has: page().locator('.codicon-git-branch') })
  await expect.poll(() => item.textContent()).toContain('main')
  await item.click()
  await page().locator('.quick-input-list .monaco-list-row', { hasText: 'Create new branch...' }).click()
  await editor.type('feature/x\n')
  await expect.poll(() => item.textContent()).toContain('feature/x')
  expect(git('branch', '--show-current')).toBe('feature/x')

  folder.write('a.txt', 'of the feature\n')
  git('commit', '--quiet', '--all', '--message', 'Feature')
  folder.write('.git/hooks/pre-commit', '#!/bin/sh\necho "No commits on Sundays" >&2\nexit 1\n')
  chmodSync(folder.at('.git/hooks/pre-commit'), 0o755)
  folder.write('a.txt', 'more\n')
  await showSourceControl()
  await rowsAre('Staged Changes', [])
  await rowsAre('Changes', ['a.txt'])
  await act('a.txt', 'Stage Changes')
  await rowsAre('Staged Changes', ['a.txt'])
  await page().locator('.scm-view .scm-input .monaco-editor').click()
  await editor.type('Cannot be\n')
  await editor.press('Control+Enter')
  const toast = page().locator('.notification-toast', { hasText: 'Git:' })
  await expect.poll(() => toast.first().textContent()).toContain('No commits on Sundays')
  await toast.first().getByText('Show Output').click()
  await page().locator('.part.panel .view-line', { hasText: 'No commits on Sundays' }).first().waitFor()
  rmSync(folder.at('.git/hooks/pre-commit'))
  await editor.press('Control+j')
  await page().locator('.scm-view .scm-input .monaco-editor').click()
  await editor.press('Control+a')
  await editor.press('Delete')
})

test('publish, then pull and push by the sync item, with the counts shown', async () => {
  const { folder, editor } = scene
  git('remote', 'add', 'origin', remote.path)
  await editor.command('Git: Publish Branch...')
  await expect.poll(() => git('ls-remote', '--heads', 'origin'), { timeout: 15_000 }).toContain('refs/heads/main')

  const clone = new Folder({})
  const other = (...args: string[]) => execFileSync('git', args, { cwd: clone.path })
  other('clone', '--quiet', remote.path, '.')
  clone.write('from-the-clone.txt', 'x')
  other('add', '--all')
  other('-c', 'user.name=B', '-c', 'user.email=b@example.com', 'commit', '--quiet', '--message', 'Theirs')
  other('push', '--quiet')
  git('config', 'pull.rebase', 'false')
  folder.write('mine.txt', 'mine')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'Mine')
  git('fetch', '--quiet')
  const item = page().locator('.statusbar-item', { has: page().locator('.codicon-sync') })
  await expect.poll(() => item.first().textContent()).toContain('1↓ 1↑')
  await item.first().click()
  await answer('OK')
  await expect.poll(() => git('status', '--short', '--branch'), { timeout: 15_000 }).toBe('## main...origin/main')
  await expect.poll(() => item.first().textContent()).not.toContain('↓')
  expect(folder.read('from-the-clone.txt')).toBe('x')
  // The workbench reports an error that it shows as one of the page.
  expect(scene.editor.errors.filter((error) => !error.startsWith('Git: No commits'))).toEqual([])
  clone[Symbol.dispose]()
})

test('from a folder without a repository to a merge whose conflict is resolved', async () => {
  await using own = await openEditor({ 'a.txt': 'a\n', 'sub/b.txt': 'b\n' })
  const { editor, folder } = own
  const { page } = editor
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder.path, encoding: 'utf8' }).trimEnd()
  const row = (name: string) => page.locator('.scm-view .monaco-list-row', { hasText: name })
  const message = page.locator('.scm-view .scm-input .monaco-editor')

  await editor.press('Control+Shift+g')
  await page.getByText('Initialize Repository').first().click()
  await message.waitFor()
  git('config', 'user.name', 'Ada')
  git('config', 'user.email', 'ada@example.com')
  await message.click()
  await editor.type('One')
  await editor.press('Control+Enter')
  await page.locator('.monaco-dialog-box').getByText('Always').click()
  await expect.poll(() => git('log', '--format=%s')).toBe('One')

  folder.write('a.txt', 'b\n')
  await row('a.txt').waitFor()
  await editor.command('Git: Stage All Changes')
  await editor.command('Git: Commit (Amend)')
  await expect.poll(() => git('show', 'HEAD:a.txt')).toBe('b')
  expect(git('log', '--format=%s')).toBe('One')

  git('switch', '--quiet', '--create', 'other')
  folder.write('a.txt', 'theirs\n')
  git('commit', '--quiet', '--all', '--message', 'Theirs')
  git('switch', '--quiet', 'main')
  folder.write('a.txt', 'ours\n')
  git('commit', '--quiet', '--all', '--message', 'Ours')
  await editor.press('F1')
  await editor.type('Git: Merge...')
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'Git: Merge...' }).waitFor()
  await editor.press('Enter')
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'other' }).click()
  await row('Merge Changes').waitFor()
  expect(folder.read('a.txt')).toContain('<<<<<<< HEAD')
  await editor.openFile('a.txt')
  await page.locator('.codelens-decoration a', { hasText: 'Accept Both Changes' }).click()
  // The click takes its time: a key pressed at once would save what was there before.
  await expect.poll(() => editor.text()).not.toContain('<<<<<<<')
  await editor.press('Control+s')
  await expect.poll(() => folder.read('a.txt')).toBe('ours\ntheirs\n')
  await row('a.txt').hover()
  await row('a.txt').locator('.action-label[aria-label^="Stage Changes"]').click()
  await row('Staged Changes').waitFor()
  await message.click()
  await editor.press('Control+Enter')
  await page.locator('.quick-input-widget').getByText('Please provide a commit message').waitFor()
  await editor.press('Enter')
  await expect.poll(() => git('log', '-1', '--format=%s %p')).toMatch(/^Merge branch 'other' \w+ \w+$/)
})
