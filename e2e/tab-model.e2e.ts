import { type FakeProvider, startFakeProvider } from '@caret/models/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'
import { viewOfTab } from './tab-view.ts'

const files = {
  'cart.ts': 'export function total(prices: number[]): number {\n  const sum = \n}\n',
  'shop.ts': 'export const open = true\n\n\n',
  'other.ts': 'export const unrelated = 1\n',
}

let fake: FakeProvider
let scene: Scene
let editor: Editor

beforeAll(async () => {
  fake = await startFakeProvider()
  scene = await openEditor(files, {
    prepare: (_, data) => {
      const settings = {
        'caret.models.discover': false,
        'caret.models.providers': { own: { kind: 'openai-compatible', baseURL: `${fake.url}/v1` } },
        'caret.models.roles': { tab: 'own/qwen2.5-coder' },
      }
      data.write('user/settings.json', JSON.stringify(settings))
    },
  })
  ;({ editor } = scene)
  // What is typed while the folder is still being read is not asked about.
  await editor.openFile('other.ts', 1)
  while (!fake.requests.some(({ path }) => path.endsWith('/completions'))) {
    await editor.type('q')
    await editor.page.waitForTimeout(500)
  }
})

afterAll(async () => {
  await scene?.[Symbol.asyncDispose]()
  await fake?.[Symbol.asyncDispose]()
})

beforeEach(() => editor.closeAll())

const { status, suggests, shows } = viewOfTab(() => editor)
const prompts = () => fake.requests.map(({ body }) => (typeof body.prompt === 'string' ? body.prompt : ''))

test("a model's answer appears as ghost text, and Tab takes it", async () => {
  fake.answer((request) => {
    expect(request.body.prompt).toContain('const sum = p<|fim_suffix|>')
    return { steps: [{ text: 'rices.reduce((a, b) => a + b, 0)' }] }
  })
  await editor.openFile('cart.ts', 2)
  await editor.press('End')
  await editor.type('p')
  await suggests('comes from your model')
  await editor.screenshot('tab-model')
  await editor.press('Tab')
  await shows('const sum = prices.reduce((a, b) => a + b, 0)')
})

test('who types along sees the rest of it', async () => {
  fake.answer({ steps: [{ text: 'uux = lorem(ipsum)' }] })
  await editor.openFile('shop.ts', 3)
  await editor.type('zq')
  await suggests('comes from your model')
  await editor.type('uux =')
  await shows('zquux = lorem(ipsum)')
  await editor.press('Tab')
  await shows('zquux = lorem(ipsum)')
  expect(prompts().filter((prompt) => /zqu+x?[^(]*<\|fim_suffix/.test(prompt))).toEqual([])
})

test('a model that is away is told in the menu, and nowhere else', async () => {
  for (let times = 0; times < 12; times++) fake.answer({ status: 401 })
  await editor.openFile('other.ts', 1)
  await editor.press('End')
  await editor.type('\nlet qx')
  await expect.poll(() => status().locator('a').getAttribute('aria-label')).toMatch(/model is away/)
  expect(await editor.page.locator('.notification-toast').count()).toBe(0)
  await editor.command('Caret Tab: Show Menu')
  await editor.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Model is away' }).waitFor()
  await editor.screenshot('tab-model-away')
  await editor.press('Escape')
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
