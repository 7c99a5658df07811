import { type FakeProvider, startFakeProvider } from '@caret/models/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Editor, type Folder, openEditor, type Scene } from './harness.ts'

const items = Array.from({ length: 60 }, (_, at) => `  item${at}: ${at * 7} + rates[${at}],`).join('\n')
const cart = `import { rates } from './rates'\n\nexport const prices = {\n${items}\n}\n\nexport const total = \n`
const recording = {
  ...{ prompt: 'tab-fill', version: 1, budget: 400, tokenizer: 'o200k_base', tokens: 0, messages: [] },
  props: {
    ...{ format: 'qwen-coder', repository: 'shop', path: 'cart.ts', after: '\n' },
    before: cart.trimEnd(),
    snippets: [{ path: 'rates.ts', text: 'export const rates = [1, 2, 3]' }],
  },
}

let fake: FakeProvider
let scene: Scene
let editor: Editor

beforeAll(async () => {
  fake = await startFakeProvider()
  const files = {
    'cart.ts': cart,
    'rates.ts': 'export const rates: number[] = []\n',
    'recorded.json': JSON.stringify(recording, undefined, 2),
    'broken.json': '{ "prompt": 1 }',
  }
  scene = await openEditor(files, {
    prepare: (_, data) => settings(data),
  })
  ;({ editor } = scene)
})

afterAll(async () => {
  await scene?.[Symbol.asyncDispose]()
  await fake?.[Symbol.asyncDispose]()
})

function settings(data: Folder): void {
  const values = {
    'caret.models.discover': false,
    'caret.models.providers': { own: { kind: 'openai-compatible', baseURL: `${fake.url}/v1` } },
    'caret.models.roles': { tab: 'own/qwen2.5-coder' },
  }
  data.write('user/settings.json', JSON.stringify(values))
}

const view = () => editor.page.locator('.caret-prompt')
const sums = () => view().locator('header p').first().textContent()
const texts = () => view().locator('.caret-prompt-messages')
const setBudget = async (tokens: number) => {
  await view().locator('input[type=number]').fill(String(tokens))
  await editor.press('Enter')
}

test('a prompt that was sent is shown, and what another budget would cut of it', async () => {
  await editor.openFile('cart.ts', 66)
  await editor.press('End')
  await editor.type('z')
  // What is typed while the folder is still being read is not asked about.
  const isAsked = async () => {
    await editor.type('q')
    await editor.page.waitForTimeout(500)
    return fake.requests.some(({ path }) => path.endsWith('/completions'))
  }
  await expect.poll(isAsked).toBe(true)
  await editor.command('Caret: Preview Prompt')
  await editor.pick('tab-fill')
  await expect.poll(sums).toMatch(/of 2,000 tokens · .* when it was sent · nothing is cut/)
  expect(await texts().textContent()).toContain('<|fim_prefix|>')
  expect(await texts().textContent()).toContain('total = zq')

  await setBudget(220)
  await expect.poll(sums).toMatch(/^(?:1[5-9]|2[0-2])\d of 220 tokens · .* nodes are cut/)
  expect(await texts().textContent()).toContain('total = zq')
  expect(await texts().textContent()).not.toContain('item0:')
  expect(await view().locator('tr.cut', { hasText: 'did not fit' }).count()).toBeGreaterThan(0)

  const slider = view().locator('input[type=range]')
  await slider.focus()
  await editor.press('End')
  await expect.poll(sums).toMatch(/nothing is cut/)

  await setBudget(3)
  await view().locator('[role=alert]', { hasText: 'must show takes' }).waitFor()
  await setBudget(220)
  await expect.poll(() => view().locator('[role=alert]').count()).toBe(0)
})

test('a text says which component it comes from, and a component which texts are its own', async () => {
  await texts().locator('span', { hasText: 'total = zq' }).first().hover()
  await expect.poll(() => view().locator('footer').textContent()).toMatch(/^tab-fill › user › Lines/)
  expect(await view().locator('tr.marked').count()).toBeGreaterThan(0)
  await view().locator('tr', { hasText: 'Lines' }).first().click()
  await editor.page.mouse.move(700, 3)
  await expect.poll(() => texts().locator('span.marked').count()).toBeGreaterThan(2)
  await expect.poll(() => texts().locator('span:not(.marked)').count()).toBeGreaterThan(0)
})

test('a recorded prompt is opened from its file; what is none says so', async () => {
  await editor.openFile('recorded.json')
  await editor.command('Caret: Preview Prompt')
  await editor.pick('recorded.json')
  await expect.poll(sums).toMatch(/of 400 tokens/)
  expect(await texts().textContent()).toContain('<|repo_name|>shop')
  await editor.openFile('broken.json')
  await editor.command('Caret: Preview Prompt')
  await editor.pick('broken.json')
  await editor.page.locator('.caret-prompt [role=alert]', { hasText: 'no recorded prompt' }).waitFor()
})

test('after a reload the view is there again', async () => {
  await editor.tab('Prompt: recorded.json').click()
  await editor.page.waitForTimeout(1_500)
  await editor.reload()
  await expect.poll(sums).toMatch(/of 400 tokens/)
  expect(editor.errors).toEqual([])
})
