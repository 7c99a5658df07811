import { type FakeProvider, type Step, startFakeProvider } from '@caret/models/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'

const shop = `import { tax } from './tax'

export function total(items: Item[]) {
  let sum = 0
  for (const item of items) {
    sum += item.price
  }
  return sum
}

export function label(item: Item) {
  return item.name
}
`
const body = `  let sum = 0
  for (const item of items) {
    sum += item.price
  }
  return sum`
const better = ['  let sum = 1', '  for (const item of items) {', '    sum += tax(item.price)', '  }', '  return sum']

const env = { ANTHROPIC_API_KEY: '', OPENAI_API_KEY: '', GOOGLE_GENERATIVE_AI_API_KEY: '' }

let scene: Scene
let editor: Editor
let fake: FakeProvider

beforeAll(async () => {
  fake = await startFakeProvider()
  fake.models = ['claude', 'opus']
  setUp = {
    'caret.models.providers': { house: { kind: 'openai-compatible', baseURL: `${fake.url}/v1` } },
    'caret.models.roles': { fast: 'house/claude', smart: 'house/opus' },
    'caret.models.discover': false,
    'files.autoSave': 'off',
  }
  const prepare: Parameters<typeof openEditor>[1] = {
    env,
    prepare: (_, data) => data.write('user/settings.json', JSON.stringify(setUp)),
  }
  scene = await openEditor({ 'shop.ts': shop }, prepare)
  ;({ editor } = scene)
})
let setUp: Record<string, unknown>

afterAll(async () => {
  await scene?.[Symbol.asyncDispose]()
  await fake?.[Symbol.asyncDispose]()
})

beforeEach(async () => {
  await editor.closeAll()
  scene.folder.write('shop.ts', shop)
  await editor.openFile('shop.ts', 4)
})

const box = () => editor.page.locator('.caret-instruct')
const status = () => box().locator('.caret-instruct-status').textContent()
const removed = () => editor.page.locator('.caret-review-removed')
const count = () => editor.page.locator('.caret-review-count').textContent()
const inBox = (name: string) => box().getByRole('button', { name })
const fenced = (lines: readonly string[]) => `\`\`\`ts\n${lines.join('\n')}\n\`\`\`\n`
const lineByLine = (lines: readonly string[], pause = 150): Step[] => [
  { text: '```ts\n' },
  ...lines.flatMap((line): Step[] => [{ text: `${line}\n` }, { wait: pause }]),
  { text: '```\n' },
]

/** Selects the body of the first function and opens the box. */
async function open(): Promise<void> {
  await editor.press('Home')
  for (let line = 0; line < 4; line++) await editor.press('Shift+ArrowDown')
  await editor.press('Shift+End')
  await editor.press('Control+i')
  await box().waitFor()
}

async function say(words: string, key = 'Enter'): Promise<void> {
  await editor.type(words)
  await editor.press(key)
}

/** Waits until the file, saved, is `expected`: decisions reach the text a moment after they are seen. */
async function isSaved(expected: string, path = 'shop.ts'): Promise<void> {
  const save = async () => {
    await editor.press('Control+s')
    return scene.folder.read(path)
  }
  await expect.poll(save, { timeout: 10_000, interval: 200 }).toBe(expected)
}

const requests = () => fake.requests.filter(({ method }) => method === 'POST')

test('an answer grows as a change to review, and is accepted in part', async () => {
  fake.answer({ steps: lineByLine(better) })
  await open()
  await say('Count the tax')
  await expect.poll(status).toBe('claude…')
  await expect.poll(() => removed().count(), { interval: 20 }).toBe(1)
  await expect.poll(status).toMatch(/^claude · 2 lines changed · \d+\.\d s$/)
  await expect.poll(() => removed().count()).toBe(2)
  const asked = JSON.stringify(requests().at(-1)!.body)
  expect(asked).toContain('Count the tax')
  expect(asked).toContain('lines 4 to 8')
  await editor.press('Escape')
  await box().waitFor({ state: 'detached' })
  // The caret is at the first change, once extensions have heard of it.
  await editor.page.waitForTimeout(300)
  await editor.press('Alt+a')
  await expect.poll(count).toContain('1 change')
  await editor.press('Alt+d')
  await expect.poll(() => removed().count()).toBe(0)
  await isSaved(shop.replace('sum = 0', 'sum = 1'))
  await editor.command('Caret: Take Back an Accepted Change…')
  await editor.pick('Ctrl+K: Count the tax')
  await expect.poll(count).toContain('1 change')
  await editor.page.locator('.caret-review-bar').getByText('Accept File').click()
  await isSaved(shop)
})

test('a reload in the middle of an answer leaves what has come to be decided, and what was there to go back to', async () => {
  fake.answer({ steps: lineByLine(better, 20_000) })
  await open()
  await say('Count the tax')
  await expect.poll(() => removed().count(), { interval: 20 }).toBe(1)
  // Until what is not saved is kept, the browser asks before it leaves.
  await editor.page.waitForTimeout(2_500)
  await editor.reload()
  await expect.poll(count, { timeout: 20_000 }).toContain('change')
  await editor.press('Alt+Shift+d')
  await expect.poll(() => removed().count()).toBe(0)
  await isSaved(shop)
})

test('one undo takes all of it back', async () => {
  fake.answer({ steps: lineByLine(better, 120) })
  await open()
  await say('Count the tax')
  await expect.poll(status).toContain('2 lines changed')
  await editor.press('Escape')
  await editor.press('Control+z')
  await expect.poll(() => removed().count()).toBe(0)
  await isSaved(shop)
})

test('stopping puts the text back and closes the socket; the same can be asked again', async () => {
  fake.answer({ steps: [{ text: '```\n  let sum = 1\n' }, 'stall'] })
  await open()
  await say('Count the tax')
  await expect.poll(() => removed().count()).toBe(1)
  // What has not come yet is still there.
  expect(await editor.text()).toContain('let sum = 1')
  expect(await editor.text()).toContain('sum += item.price')
  await inBox('Stop').click()
  await expect.poll(status).toContain('Stopped')
  expect(await requests().at(-1)!.over).toBe('aborted')
  await expect.poll(() => removed().count()).toBe(0)
  expect(await editor.text()).toContain('let sum = 0')
  fake.answer({ steps: [{ text: fenced(better) }] })
  await inBox('Ask the same again').click()
  await expect.poll(status).toContain('2 lines changed')
  await editor.press('Escape')
})

test('closing the box while it is answered puts the text back; what was typed elsewhere stays', async () => {
  fake.answer({ steps: [{ text: '```\n  let sum = 1\n' }, 'stall'] })
  await open()
  await say('Count the tax')
  await expect.poll(() => removed().count()).toBe(1)
  await editor.page.locator('.view-line', { hasText: 'export function label' }).click()
  await editor.press('Home')
  await editor.type('/* mine */ ')
  await box().locator('textarea').focus()
  await editor.press('Escape')
  await box().waitFor({ state: 'detached' })
  await expect.poll(() => removed().count()).toBe(0)
  await isSaved(shop.replace('export function label', '/* mine */ export function label'))
})

test('what is typed elsewhere while an answer comes is not part of the proposal', async () => {
  fake.answer({ steps: lineByLine(better, 400) })
  await open()
  await say('Count the tax')
  await expect.poll(() => removed().count()).toBe(1)
  await editor.page.locator('.view-line', { hasText: 'import { tax }' }).click()
  await editor.press('End')
  await editor.type(' // mine')
  await editor.press('Enter')
  await expect.poll(status, { timeout: 10_000 }).toContain('2 lines changed')
  await box().locator('textarea').focus()
  await inBox('Reject').click()
  await expect.poll(() => removed().count()).toBe(0)
  await isSaved(shop.replace("'./tax'\n", "'./tax' // mine\n\n"))
})

test('a follow-up refines the answer, and Up brings back what was said, after a reload too', async () => {
  fake.answer({ steps: [{ text: fenced(better) }] }, { steps: [{ text: fenced(['  return 1']) }] })
  await open()
  await say('Count the tax')
  await expect.poll(status).toContain('2 lines changed')
  await say('Shorter')
  await expect.poll(status).toContain('5 lines changed')
  const { messages } = requests().at(-1)!.body as { messages: { role: string }[] }
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user'])
  await editor.press('ArrowUp')
  await editor.press('ArrowUp')
  expect(await box().locator('textarea').inputValue()).toBe('Count the tax')
  await editor.press('Control+Enter')
  await box().waitFor({ state: 'detached' })
  await isSaved(shop.replace(body, '  return 1'))
  await editor.page.waitForTimeout(300)
  await editor.reload()
  await editor.openFile('shop.ts', 4)
  await editor.press('Control+i')
  await box().waitFor()
  await editor.press('ArrowUp')
  await expect.poll(() => box().locator('textarea').inputValue()).toBe('Shorter')
})

test('a question is answered below the box, and nothing is changed', async () => {
  fake.answer({ steps: [{ text: 'It adds up ' }, { text: 'the prices.' }] })
  await open()
  await say('What does this do?', 'Alt+Enter')
  await expect.poll(() => box().locator('.caret-instruct-words').textContent()).toBe('It adds up the prices.')
  expect(await editor.page.locator('.tab.active.dirty').count()).toBe(0)
  await editor.press('Escape')
})

test('an answer in words is shown, an error told, and the model can be chosen', async () => {
  fake.answer({ steps: [{ text: 'I would rather leave this as it is, since it works.' }] })
  await open()
  await say('Break it')
  await expect.poll(status).toContain('changed nothing')
  await expect.poll(() => box().locator('.caret-instruct-words').textContent()).toContain('I would rather')
  fake.answer({ status: 400, body: JSON.stringify({ error: { type: 'x', message: 'The cat is on the cable.' } }) })
  await box().getByRole('button', { name: 'Model: automatic' }).click()
  await editor.pick('house/opus', 'smart')
  await box().getByRole('button', { name: 'Model: smart' }).waitFor()
  await say('Mend it')
  await expect.poll(status).toContain('The cat is on the cable.')
  expect(requests().at(-1)!.body.model).toBe('opus')
  expect(await editor.text()).toContain('let sum = 0')
  await editor.press('Escape')
})

test('with nothing selected, new lines come at the caret', async () => {
  await editor.openFile('shop.ts', 10)
  fake.answer({ steps: [{ text: fenced(['', 'export const zero = 0', '']) }] })
  await editor.press('Control+i')
  await say('A constant')
  await expect.poll(status).toContain('lines changed')
  expect(JSON.stringify(requests().at(-1)!.body)).toContain('The caret is in line 10')
  await editor.press('Control+Enter')
  await isSaved(shop.replace('\n\nexport function label', '\n\nexport const zero = 0\n\nexport function label'))
})

test('lines that are to go are gone, at the end of a file with Windows line breaks, too', async () => {
  const windows = 'const a = 1\r\nconst b = 2\r\nconst c = 3'
  scene.folder.write('windows.ts', windows)
  await editor.openFile('windows.ts', 2)
  await editor.press('Shift+ArrowDown')
  await editor.press('Shift+End')
  fake.answer(
    { steps: [{ text: '```\nconst b = 3\n' }, { wait: 300 }, { text: '```' }] },
    { steps: [{ text: '```\n```' }] },
  )
  await editor.press('Control+i')
  await say('Only b')
  await expect.poll(status).toContain('2 lines changed')
  await say('Neither')
  await expect.poll(status).toContain('1 line changed')
  await inBox('Ask the same again').waitFor()
  fake.answer({ steps: [{ text: fenced(['const d = 4']) }] })
  await inBox('Ask the same again').click()
  await expect.poll(status).toContain('1 line changed')
  await editor.press('Control+Enter')
  await isSaved('const a = 1\r\nconst d = 4', 'windows.ts')
})

test('Ctrl+K and a pause opens the box, and chords go on working', async () => {
  await editor.press('Control+k')
  await box().waitFor()
  await editor.press('Escape')
  await box().waitFor({ state: 'detached' })
  await editor.press('Control+k')
  await editor.press('Control+s')
  await editor.page.locator('.keybindings-editor').waitFor()
  await editor.closeAll()
  await editor.openFile('shop.ts', 4)
  await editor.press('Control+k')
  await editor.press('m')
  await editor.page.locator('.quick-input-widget', { hasText: 'Auto Detect' }).waitFor()
  await editor.press('Escape')
  await editor.page.waitForTimeout(600)
  expect(await box().count()).toBe(0)
})

test('without a model the box says so, and leads to where one is connected', async () => {
  const none = { 'caret.models.discover': false }
  scene.data.write('user/settings.json', JSON.stringify(none))
  await editor.press('Control+i')
  await expect.poll(status).toContain('No model is connected yet')
  await inBox('Connect a model').click()
  await editor.page.locator('.caret-models').waitFor()
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
