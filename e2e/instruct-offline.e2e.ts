import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'

const shop = `import { rates } from './rates'

export function total(prices: number[]) {
  let sum = 0
  for (const price of prices) sum += price
  return sum
}

const unused = 1
export const label = total(lowRates)
`

let scene: Scene
let editor: Editor

beforeAll(async () => {
  scene = await openEditor(
    {
      'shop.ts': shop,
      'rates.ts': 'export const rates = 1\n',
      'low.ts': 'export const lowRates = [1]\n',
      'tsconfig.json': '{"compilerOptions":{"module":"esnext","strict":true}}',
    },
    {
      env: { ANTHROPIC_API_KEY: '', OPENAI_API_KEY: '', GOOGLE_GENERATIVE_AI_API_KEY: '' },
      prepare: (_, data) => data.write('user/settings.json', JSON.stringify({ 'caret.models.discover': false })),
    },
  )
  ;({ editor } = scene)
})

afterAll(() => scene?.[Symbol.asyncDispose]())

beforeEach(async () => {
  await editor.closeAll()
  scene.folder.write('shop.ts', shop)
  await editor.openFile('shop.ts', 10)
  await editor.page.locator('.squiggly-error').first().waitFor({ timeout: 30_000 })
})

const box = () => editor.page.locator('.caret-instruct')
const status = () => box().locator('.caret-instruct-status').textContent()
const offers = () => box().locator('.caret-instruct-choice-label').allTextContents()

test('without a model the box offers fixes that need none, found by words, and proposes what is chosen', async () => {
  await editor.press('Control+i')
  await expect.poll(status).toContain('No model is connected yet')
  await expect.poll(offers, { timeout: 15_000 }).toContainEqual(expect.stringMatching(/^Add import from ".\/low"/))
  expect((await offers()).length).toBeGreaterThan(1)
  await editor.type('import add')
  await expect.poll(offers).toHaveLength(1)
  await editor.press('Enter')
  await box().waitFor({ state: 'detached' })
  await editor.page.locator('.caret-review-bar').waitFor()
  expect(await editor.text()).toContain("from './low'")
  await editor.press('Alt+Shift+a')
  await expect.poll(() => editor.page.locator('.caret-review-bar').count()).toBe(0)
})

test('what concerns the whole file is offered, too', async () => {
  await editor.press('Control+i')
  await expect.poll(offers, { timeout: 15_000 }).not.toEqual([])
  await editor.type('imports')
  await expect.poll(offers).not.toEqual([])
  await editor.press('Enter')
  await box().waitFor({ state: 'detached' })
  await expect.poll(() => editor.page.locator('.caret-review-removed').count()).toBeGreaterThan(0)
  expect(await editor.text()).not.toContain('rates')
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
