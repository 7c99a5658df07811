import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'
import { viewOfTab } from './tab-view.ts'

const functions = (names: string[]) =>
  names
    .map((name) => `export function ${name}(user: User) {\n  log(user)\n  return send(user, '${name}')\n}\n`)
    .join('\n')

let scene: Scene
let editor: Editor

beforeAll(async () => {
  const files = { 'mail.ts': functions(['welcome', 'remind', 'renew', 'goodbye']), 'notes.txt': 'one\n' }
  scene = await openEditor(files, {
    prepare: ({ path }) => {
      const git = (...args: string[]) => execFileSync('git', args, { cwd: path })
      git('init', '--quiet')
      git('add', '.')
      git('-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', 'commit', '--quiet', '-m', 'first')
    },
  })
  ;({ editor } = scene)
})

afterAll(() => scene?.[Symbol.asyncDispose]())

const { suggests, typeInto } = viewOfTab(() => editor)

test('in a repository, who comes back to a file goes on where they were', async () => {
  await typeInto('mail.ts', 2, ', 42')
  // What the file was in git is there too, for the marks beside the lines, and goes when another file is shown.
  await editor.page.locator('.caret-change-modified').first().waitFor()
  await editor.openFile('notes.txt')
  await editor.page.waitForTimeout(1_500)
  await typeInto('mail.ts', 7, ', 42')
  await suggests('repeats your edit in mail.ts')
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
