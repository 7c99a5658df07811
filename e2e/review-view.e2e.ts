import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'

const price = `export interface Item {
  price: number
  count: number
}

export function total(items: Item[]): number {
  let sum = 0
  for (const item of items) sum += item.price
  return sum
}
`
const cart = `import { type Item, total } from './price.ts'

const items: Item[] = []

export function add(item: Item): void {
  items.push(item)
}

export function pay(): number {
  if (items.length === 0) return 0
  return total(items)
}
`
const cartTest = `import { add, pay } from '../src/cart.ts'

add({ price: 2, count: 3 })
console.assert(pay() === 2)
`
const committed = {
  'src/price.ts': price,
  'src/cart.ts': cart,
  'test/cart.test.ts': cartTest,
  'README.md': '# Shop\n\nA cart, and what is in it.\n',
}
const changed = {
  'src/price.ts': price
    .replace('total(items: Item[])', 'total(items: Item[], discount: number)')
    .replace('sum += item.price', 'sum += item.price * item.count')
    .replace('return sum', 'return sum * (1 - discount)'),
  'src/cart.ts': cart.replace('items.length === 0', 'items.length <= 1').replace('total(items)', 'total(items, 0.1)'),
  'test/cart.test.ts': cartTest.replace('=== 2', '=== 5.4'),
}

let scene: Scene
let editor: Editor

const git = (...args: string[]) => execFileSync('git', args, { cwd: scene.folder.path, encoding: 'utf8' }).trimEnd()
const page = () => editor.page
const guide = () => page().locator('.caret-guide')
const count = () => guide().locator('.caret-guide-count').textContent()
const titles = () => guide().locator('.caret-guide-step').evaluateAll((rows) => rows.map((row) => row.ariaLabel ?? ''))
const here = () => guide().locator('.caret-guide-step.here').getAttribute('aria-label')
const file = () => guide().locator('.caret-guide-file').textContent()
const text = (side: 'original' | 'modified') =>
  guide()
    .locator(`.editor.${side} .view-line`)
    .evaluateAll((lines) => lines.map((line) => line.textContent.replaceAll('\u00a0', ' ')).join('\n'))

beforeAll(async () => {
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
  ;({ editor } = scene)
})

afterAll(() => scene?.[Symbol.asyncDispose]())

beforeEach(async ({ onTestFailed }) => {
  onTestFailed(() => editor.screenshot('review-view-failed').then(() => {}))
  await editor.closeAll()
  git('checkout', '--quiet', 'main')
  git('reset', '--quiet', '--hard')
  git('clean', '--quiet', '--force', '-d')
})

const change = () => {
  for (const [path, contents] of Object.entries(changed)) scene.folder.write(path, contents)
}

test('the working tree is read step by step with the keyboard alone', async () => {
  change()
  await editor.command('Caret: Review Working Tree')
  await expect.poll(count).toMatch(/^0 of \d+ reviewed$/)
  expect(await here()).toContain('src/price.ts')
  await expect.poll(() => text('modified')).toContain('discount: number')
  expect(await text('original')).not.toContain('discount')
  await editor.screenshot('review-view')
  await editor.press('j')
  await editor.press(' ')
  await expect.poll(count).toMatch(/^1 of/)
})
