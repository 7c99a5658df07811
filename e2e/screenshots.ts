import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startFakeProvider } from '@caret/models/testing'
import type { Browser } from 'playwright-core'
import { Editor, EngineProcess, Folder, launchBrowser } from './harness.ts'
import { modelSettings, writeHalfModel, writeUsage } from './pictures/models.ts'
import { type Picture, pictures } from './pictures/pictures.ts'
import { makeProject } from './pictures/project.ts'

/**
 * `npm run screenshots`: a picture of every view, dark and light, and of the first ones in high contrast, into
 * `e2e/screenshots/`. `--only hover,diff` takes some, `--themes dark` some of the themes. A view that does not come up
 * is told at the end, with what its page looked like instead. `--readme` renews the README's picture, the terminal's.
 */
const themes: Record<string, { label: string; only?: string[] }> = {
  dark: { label: 'Default Dark Modern' },
  light: { label: 'Default Light Modern' },
  contrast: { label: 'Default High Contrast', only: ['welcome', 'editor', 'source-control', 'models', 'review-tree'] },
}

const { values } = parseArgs({
  options: { only: { type: 'string' }, themes: { type: 'string' }, readme: { type: 'boolean' } },
})
/** The user's own are not for pictures. */
const noKeys = { ANTHROPIC_API_KEY: '', OPENAI_API_KEY: '', GOOGLE_GENERATIVE_AI_API_KEY: '' }
// Scripts run in the repository's folder.
const readmePicture = 'docs/screenshot.png'
const wanted = values.only?.split(',')
const browser = await launchBrowser()
const failures: string[] = []
try {
  for (const theme of values.themes?.split(',') ?? Object.keys(themes)) {
    const { label, only } = themes[theme]!
    const chosen = pictures.filter(({ name }) => (wanted ?? only ?? [name]).includes(name))
    await takeAll(browser, theme, label, chosen)
  }
} finally {
  await browser.close()
}
if (failures.length > 0) {
  console.error(failures.join('\n'))
  process.exitCode = 1
}

async function takeAll(browser: Browser, theme: string, label: string, chosen: Picture[]): Promise<void> {
  await using fake = await startFakeProvider()
  fake.models = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5']
  using home = new Folder({
    '.bashrc': `PS1='\\[\\e[1;34m\\]tidewater\\[\\e[0m\\] $ '\n`,
    'data/user/settings.json': JSON.stringify({ 'workbench.colorTheme': label, ...modelSettings(fake) }),
  })
  writeUsage(home.at('data'))
  writeHalfModel(home.at('data'))
  const folder = home.at('code/tidewater')
  makeProject(folder)
  const env = { HOME: home.path, SHELL: '/bin/bash', GIT_CONFIG_GLOBAL: '/dev/null', ...noKeys }
  await using engine = await EngineProcess.start(folder, home.at('data'), { env })
  const editor = await Editor.open(browser, engine.url)
  editor.page.setDefaultTimeout(15_000)
  await editor.closeAll()
  for (const picture of chosen) {
    const name = `${picture.name}-${theme}`
    fake.answer(...(picture.answers ?? []))
    try {
      await picture.show(editor)
    } catch (error) {
      failures.push(`${name}: ${(error as Error).message.split('\n').slice(0, 3).join(' ')}`)
    }
    await editor.page.waitForTimeout(400)
    const image = await editor.screenshot(name)
    if (values.readme && name === 'terminal-dark') writeFileSync(readmePicture, image)
    console.log(name)
    await clear(editor, picture)
  }
  // The notification's own error is meant.
  const errors = editor.errors.filter((error) => !error.includes('gone.git'))
  failures.push(...errors.map((error) => `${theme}: ${error}`))
  await editor.close()
}

/** Brings the editor back to where nothing is open. */
async function clear(editor: Editor, picture: Picture): Promise<void> {
  for (let times = 0; times < 4; times++) await editor.press('Escape')
  await editor.page.mouse.move(700, 3)
  await picture.after?.(editor)
  await editor.command('Notifications: Clear All Notifications')
  const panel = editor.page.locator('.part.panel')
  if (await panel.isVisible()) await editor.press('Control+j')
  await editor.closeAll()
}
