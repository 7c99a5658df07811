import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EngineProcess, openEditor, type Scene } from './harness.ts'

const files = {
  'mail.ts': ['welcome', 'remind', 'renew', 'goodbye']
    .map((name) => `export function ${name}(user: User) {\n  log(user)\n  return send(user, '${name}')\n}\n`)
    .join('\n'),
}

let scene: Scene

beforeAll(async () => {
  scene = await openEditor(files)
})

afterAll(() => scene?.[Symbol.asyncDispose]())

test('what was done before the page was loaded again, or the engine crashed, is suggested afterwards', async () => {
  const { editor, data, folder } = scene
  const status = editor.page.locator('.statusbar-item', { hasText: /^\s*Tab\b/ }).first()
  const isSuggested = () =>
    editor.eventually(
      async () => {
        // A place that was asked about already is not asked about again.
        await editor.press('ArrowLeft')
        await editor.command('Trigger Inline Suggestion')
        await editor.page.waitForTimeout(1_000)
        return status.textContent()
      },
      (text) => expect(text).toContain('repeats your edit in mail.ts'),
      60_000,
    )
  for (const line of [2, 7]) {
    await editor.openFile('mail.ts', line)
    await editor.press('End')
    await editor.press('ArrowLeft')
    await editor.type(', 42')
  }
  await expect.poll(() => status.textContent()).toContain('repeats your edit in mail.ts')
  await editor.save()
  await expect.poll(() => folder.read('mail.ts').split(', 42').length).toBe(3)

  await editor.reload()
  await editor.openFile('mail.ts', 7)
  await editor.press('End')
  await isSuggested()

  const kept = () =>
    readdirSync(data.at('workspaces'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('tab.json'))
      .map((path) => data.read(join('workspaces', path)))
      .join('')
  await expect.poll(kept).toContain(', 42')
  await scene.engine.kill()
  scene.engine = await EngineProcess.start(folder.path, data.path)
  await editor.press('Escape')
  await expect.poll(() => status.textContent()).toMatch(/^\s*Tab\s*$/)
  await isSuggested()
})
