import { rmSync } from 'node:fs'
import { type FakeProvider, startFakeProvider } from '@caret/models/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'

const shop = `import { tax } from './lib/tax'

export const gross = (price: number) => price + tax(price)
`
const files = {
  'shop.ts': shop,
  'lib/tax.ts': '/** Of a price. */\nexport function tax(price: number) {\n  return price / 5\n}\n',
  'lib/rates.ts': `export const rates = { low: 0.05, high: 0.2 }\n`,
  'notes on style.md': 'Write short names.\n',
}

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
  }
  scene = await openEditor(files, {
    env: { ANTHROPIC_API_KEY: '', OPENAI_API_KEY: '', GOOGLE_GENERATIVE_AI_API_KEY: '' },
    prepare: (_, data) => data.write('user/settings.json', JSON.stringify(settings)),
  })
  ;({ editor } = scene)
})

afterAll(async () => {
  await scene?.[Symbol.asyncDispose]()
  await fake?.[Symbol.asyncDispose]()
})

beforeEach(async () => {
  await editor.closeAll()
  scene.folder.write('shop.ts', shop)
  await editor.openFile('shop.ts', 3)
  await editor.press('Control+i')
  await box().waitFor()
})

const box = () => editor.page.locator('.caret-instruct')
const field = () => box().locator('textarea')
const status = () => box().locator('.caret-instruct-status').textContent()
const choices = () => box().locator('.caret-instruct-choice-label').allTextContents()
const pills = () => box().locator('.caret-instruct-pill').allTextContents()
const sent = () => JSON.stringify(fake.requests.findLast(({ method }) => method === 'POST')!.body)

test('a file is mentioned by the keyboard alone, shown as a pill, and seen by the model', async () => {
  await editor.type('Use @rat')
  await expect.poll(choices).toContain('rates.ts')
  await editor.press('Enter')
  expect(await field().inputValue()).toBe('Use @lib/rates.ts ')
  await expect.poll(pills).toEqual(['rates.ts'])
  await editor.type('here, and @')
  // Without a letter: what is open elsewhere, which is nothing.
  await editor.type('style')
  await expect.poll(choices).toEqual(['notes on style.md'])
  await editor.press('Tab')
  await expect.poll(pills).toEqual(['rates.ts', 'notes on style.md'])
  fake.answer({ steps: [{ text: '```ts\nexport const gross = 1\n```' }] })
  await editor.press('Enter')
  await expect.poll(status).toContain('1 line changed')
  expect(sent()).toContain('low: 0.05')
  expect(sent()).toContain('Write short names.')
  // What the line uses is seen unasked.
  expect(sent()).toContain('return price / 5')
  expect(await box().locator('.caret-instruct-status').getAttribute('title')).toContain('definition of tax')
  // Said again, it says what it mentioned.
  await editor.press('ArrowUp')
  await expect.poll(pills).toEqual(['rates.ts', 'notes on style.md'])
  await editor.press('Escape')
})

test('a symbol is mentioned; Backspace and the pill take mentions out', async () => {
  await editor.type('As @tax')
  await expect.poll(choices).toContain('tax')
  while ((await box().locator('.caret-instruct-choice.is-active').textContent()) !== 'taxlib/tax.ts') {
    await editor.press('ArrowDown')
  }
  await editor.press('Enter')
  expect(await field().inputValue()).toBe('As @lib/tax.ts#tax ')
  await editor.type('and @rates.ts')
  await expect.poll(choices).toContain('rates.ts')
  await editor.press('Enter')
  await expect.poll(pills).toEqual(['tax', 'rates.ts'])
  await editor.press('Backspace')
  await editor.press('Backspace')
  expect(await field().inputValue()).toBe('As @lib/tax.ts#tax and ')
  await expect.poll(pills).toEqual(['tax'])
  await box().getByRole('button', { name: 'Take out tax' }).press('Enter')
  await expect.poll(pills).toEqual([])
  expect(await field().inputValue()).toBe('As  and ')
})

test('Escape closes the list, then the box; a word behind an @ is only a word', async () => {
  await editor.type('Add @rat')
  await expect.poll(choices).toContain('rates.ts')
  await editor.press('Escape')
  await expect.poll(choices).toEqual([])
  fake.answer({ steps: [{ text: '```ts\nexport const gross = 2\n```' }] })
  await editor.press('Enter')
  await expect.poll(status).toContain('1 line changed')
  expect(sent()).not.toContain('mentioned with @')
  await editor.press('Escape')
  await box().waitFor({ state: 'detached' })
})

test('what is mentioned and not there any more says so', async () => {
  scene.folder.write('old.ts', 'export const old = 1\n')
  await expect
    .poll(async () => {
      await field().fill('')
      await editor.type('As @old')
      return choices()
    })
    .toContain('old.ts')
  await editor.press('Enter')
  await expect.poll(pills).toEqual(['old.ts'])
  rmSync(scene.folder.at('old.ts'))
  fake.answer({ steps: [{ text: '```ts\nexport const gross = 3\n```' }] })
  await editor.press('Enter')
  await expect.poll(status).toContain('1 line changed')
  await editor.press('ArrowUp')
  await expect.poll(() => box().locator('.caret-instruct-pill.is-gone').getAttribute('title')).toContain('not exist')
})

test('questions follow on from each other, and an answer becomes an edit', async () => {
  const words = () => box().locator('.caret-instruct-words').innerText()
  fake.answer(
    { steps: [{ text: 'It adds the tax.' }] },
    { steps: [{ text: 'A fifth of the price.' }] },
    { steps: [{ text: '```ts\nexport const gross = (price: number) => price * 1.2\n```' }] },
  )
  await editor.type('What is this?')
  await editor.press('Alt+Enter')
  await expect.poll(words).toBe('It adds the tax.')
  await editor.type('How much is it?')
  await editor.press('Alt+Enter')
  await expect.poll(words).toContain('A fifth of the price.')
  expect((await words()).split('\n')).toEqual([
    'What is this?',
    'It adds the tax.',
    'How much is it?',
    'A fifth of the price.',
  ])
  expect(sent()).toContain('It adds the tax.')
  await editor.type('Then write it so')
  await editor.press('Enter')
  await expect.poll(status).toContain('1 line changed')
  const { messages } = JSON.parse(sent()) as { messages: { role: string }[] }
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user'])
  expect(sent()).toContain('A fifth of the price.')
  await editor.press('Control+Enter')
  await box().waitFor({ state: 'detached' })
  await expect.poll(() => editor.text()).toContain('price * 1.2')
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
