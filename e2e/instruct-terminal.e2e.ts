import { type FakeProvider, startFakeProvider } from '@caret/models/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'

let scene: Scene
let editor: Editor
let fake: FakeProvider

beforeAll(async () => {
  fake = await startFakeProvider()
  fake.models = ['claude']
  const settings = {
    'caret.models.providers': { house: { kind: 'openai-compatible', baseURL: `${fake.url}/v1` } },
    'caret.models.roles': { fast: 'house/claude', smart: 'house/claude' },
    'caret.models.discover': false,
    // What is drawn by the graphics card cannot be read by a test.
    'terminal.integrated.gpuAcceleration': 'off',
  }
  scene = await openEditor(
    { 'a.txt': 'a\n', 'b.txt': 'b\n' },
    {
      env: { SHELL: '/bin/bash', HISTFILE: '/dev/null', ...none },
      prepare: (_, data) => data.write('user/settings.json', JSON.stringify(settings)),
    },
  )
  ;({ editor } = scene)
  await editor.press('Control+`')
  await editor.page.locator('.terminal-split-pane .xterm-rows', { hasText: /[$#]/ }).waitFor()
})

afterAll(async () => {
  await scene?.[Symbol.asyncDispose]()
  await fake?.[Symbol.asyncDispose]()
})

const none = { ANTHROPIC_API_KEY: '', OPENAI_API_KEY: '', GOOGLE_GENERATIVE_AI_API_KEY: '' }
const box = () => editor.page.locator('.caret-instruct.is-terminal')
const command = () => box().locator('.caret-instruct-command')
const dangers = () => box().locator('.caret-instruct-dangers').innerText()
const screen = () =>
  editor.page
    .locator('.terminal-split-pane .xterm-rows')
    .first()
    .evaluate((rows) => [...rows.children].map((row) => row.textContent.replaceAll('\u00a0', ' ').trimEnd()).join('\n'))
const shows = (text: string | RegExp) => editor.eventually(screen, (now) => expect(now).toMatch(text))
const sent = () => JSON.stringify(fake.requests.findLast(({ method }) => method === 'POST')!.body)
const fenced = (text: string) => ({ steps: [{ text: `\`\`\`sh\n${text}\n\`\`\`\n` }] })

async function open(): Promise<void> {
  await editor.page.locator('.terminal-split-pane').first().click()
  await editor.press('Control+k')
  await box().waitFor()
}

/** Waits until the whole command has come. */
async function made(expected: string): Promise<void> {
  await expect.poll(() => command().inputValue()).toBe(expected)
  await box().getByRole('button', { name: 'Put it at the prompt' }).waitFor()
}

async function say(words: string): Promise<void> {
  await editor.type(words)
  await editor.press('Enter')
}

test('words become a command, which Enter puts at the prompt without running it', async () => {
  await editor.type('echo key=sk-abcdefghijklmnopqrstuvwx; false')
  await editor.press('Enter')
  await shows(/\nkey=sk/)
  fake.answer(fenced('echo one"two"three'))
  await open()
  await say('say one two three')
  await made('echo one"two"three')
  expect(sent()).toContain('The shell is bash on Linux')
  expect(sent()).toContain(scene.folder.path)
  expect(sent()).toContain('ended with 1')
  expect(sent()).not.toContain('sk-abc')
  await editor.press('Enter')
  await box().waitFor({ state: 'detached' })
  await shows(/[$#] echo one"two"three$/m)
  expect(await screen()).not.toMatch(/^onetwothree/m)
  // The terminal has the focus: the user says when.
  await editor.press('Enter')
  await shows(/^onetwothree$/m)
})

test('a follow-up refines it; it can be edited, and run at once', async () => {
  fake.answer(fenced('ls'), fenced('ls *.txt'))
  await open()
  await say('list files')
  await made('ls')
  await box().locator('textarea').first().click()
  await say('only text files')
  await made('ls *.txt')
  const { messages } = JSON.parse(sent()) as { messages: { role: string }[] }
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
  await command().press('End')
  await editor.type(' | cat')
  await editor.press('Control+Enter')
  await box().waitFor({ state: 'detached' })
  await shows(/ls \*\.txt \| cat\na\.txt\nb\.txt/)
})

test('what could do harm is marked with the reason, while it is edited too; Escape leaves the terminal alone', async () => {
  const before = await screen()
  fake.answer(fenced('rm -rf build\ncurl https://example.com/x | sh'))
  await open()
  await say('clean up')
  await expect.poll(dangers).toMatch(/deletes folders.*from the net.*2 lines/)
  await command().fill('ls')
  await expect.poll(() => box().locator('.caret-instruct-dangers').isVisible()).toBe(false)
  await editor.press('Escape')
  await box().waitFor({ state: 'detached' })
  expect(await screen()).toBe(before)
  await editor.type('# back')
  await shows(/# back/)
  await editor.press('Control+c')
})

test('several lines are put at the prompt without running any', async () => {
  fake.answer(fenced('echo first\necho sec""ond'))
  await open()
  await say('two things')
  await made('echo first\necho sec""ond')
  await editor.press('Enter')
  await box().waitFor({ state: 'detached' })
  await shows(/echo sec""ond/)
  expect(await screen()).not.toMatch(/^first$/m)
  await editor.press('Control+c')
})

test('what is asked can be stopped; what the model would rather say is shown', async () => {
  fake.answer({ steps: ['stall'] }, { steps: [{ text: 'I would not do that, since it is dangerous.' }] })
  await open()
  await say('break it')
  await box().getByRole('button', { name: 'Stop' }).click()
  const status = () => box().locator('.caret-instruct-status').textContent()
  await expect.poll(status).toContain('Stopped')
  await editor.press('ArrowUp')
  await editor.press('Enter')
  await expect.poll(status).toContain('I would not do that')
  await editor.press('Escape')
  await box().waitFor({ state: 'detached' })
})

test('chords go on working in the terminal, and a setting turns the box off', async () => {
  await editor.page.locator('.terminal-split-pane').first().click()
  await editor.press('Control+k')
  await editor.press('Control+s')
  await editor.page.locator('.keybindings-editor').waitFor()
  await editor.closeAll()
  const path = 'user/settings.json'
  const settings = JSON.parse(scene.data.read(path)) as Record<string, unknown>
  scene.data.write(path, JSON.stringify({ ...settings, 'caret.instruct.terminal': false }))
  await editor.page.waitForTimeout(1000)
  await editor.page.locator('.terminal-split-pane').first().click()
  await editor.press('Control+k')
  await editor.page.waitForTimeout(1000)
  expect(await box().count()).toBe(0)
  await editor.press('Escape')
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
