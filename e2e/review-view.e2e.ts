import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Editor, openEditor, type Scene } from './harness.ts'

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
const titles = () =>
  guide()
    .locator('.caret-guide-step')
    .evaluateAll((rows) => rows.map((row) => row.ariaLabel ?? ''))
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

/** Opens the review of the working tree, and takes back what was ticked before. */
async function reviewWorkingTree() {
  await editor.command('Caret: Review Working Tree')
  await expect.poll(count).toMatch(/reviewed$/)
  await expect.poll(() => page().evaluate(() => document.activeElement?.className)).toBe('caret-guide-steps')
  const stops = 4
  for (let i = 0; i < stops; i++) await editor.press('k')
  for (let i = 0; i < stops; i++) {
    await editor.press('u')
    await editor.press('j')
  }
  for (let i = 0; i < stops; i++) await editor.press('k')
  await expect.poll(count).toMatch(/^0 of \d+ reviewed$/)
}

test('the working tree is read step by step with the keyboard alone', async () => {
  change()
  await reviewWorkingTree()
  await expect.poll(here).toContain('src/price.ts')
  const order = (await titles()).map((title) => /src\/\w+\.ts|test\/[\w.]+/.exec(title)?.[0])
  expect(order).toEqual(['src/price.ts', 'src/cart.ts', 'test/cart.test.ts'])
  await expect.poll(() => text('modified')).toContain('discount: number')
  await expect.poll(() => guide().locator('.caret-guide-reasons button').first().textContent()).toContain('discount')
  await editor.screenshot('review-view')
  await editor.press('j')
  await expect.poll(() => guide().locator('.caret-guide-place').textContent()).toContain('2 of 2')
  await editor.press(' ')
  await expect.poll(count).toBe('1 of 4 reviewed')
  await expect.poll(file).toBe('src/cart.ts')
  await editor.press('k')
  await expect.poll(file).toBe('src/price.ts')
  await editor.press('u')
  await expect.poll(count).toBe('0 of 4 reviewed')
  await editor.press('Shift+Space')
  await expect.poll(count).toBe('2 of 4 reviewed')
  await editor.press('Space')
  await expect.poll(count).toBe('3 of 4 reviewed')
  await editor.press('Space')
  await expect.poll(count).toBe('All 4 hunks reviewed')
  await editor.screenshot('review-view-done')
})

test('ticks stay through edits elsewhere and a reload, which comes back to the same place', async () => {
  change()
  await reviewWorkingTree()
  await editor.press('Space')
  await editor.press('Space')
  await expect.poll(count).toBe('2 of 4 reviewed')
  await expect.poll(file).toBe('src/cart.ts')
  scene.folder.write('src/price.ts', `// Prices.\n${changed['src/price.ts']}`)
  await expect.poll(count).toBe('2 of 5 reviewed')
  expect(await file()).toBe('src/cart.ts')
  await editor.page.waitForTimeout(700)
  await editor.reload()
  await expect.poll(count).toBe('2 of 5 reviewed')
  expect(await file()).toBe('src/cart.ts')
})

test('typing in the text edits the file, and keys mean the review again after Escape', async () => {
  change()
  await reviewWorkingTree()
  await expect.poll(file).toBe('src/price.ts')
  await expect.poll(() => text('modified')).toContain('discount: number')
  await editor.press('e')
  await expect
    .poll(() => page().evaluate(() => document.activeElement?.closest('.editor.modified') !== null))
    .toBe(true)
  // A comment that leaves the function there: without it the steps would be others once the text is read again.
  await editor.type('/* jkus */ ')
  await editor.press('Control+s')
  await expect.poll(() => scene.folder.read('src/price.ts')).toContain('/* jkus */ export function total')
  await editor.press('Escape')
  await editor.press('Shift+j')
  await expect.poll(file).toBe('src/cart.ts')
  await editor.press('Enter')
  await editor.tab('cart.ts').waitFor()
})

const staged = (path: string) => git('show', `:${path}`)
const pills = () => guide().locator('.caret-guide-pill:visible').allTextContents()
const dialog = () => page().locator('.monaco-dialog-box')

test('a hunk, a step and a file are staged from the review and taken back, unsaved text too', async () => {
  change()
  await reviewWorkingTree()
  await editor.press('s')
  await expect.poll(() => staged('src/price.ts')).toContain('discount: number')
  expect(staged('src/price.ts')).not.toContain('1 - discount')
  await expect.poll(pills).toEqual(['partly staged'])
  await expect.poll(() => guide().locator('.caret-guide-for-commit').textContent()).toContain('1 of 4 staged')
  await editor.screenshot('review-view-staged')
  // At once, without a look at what the first has done.
  await editor.press('j')
  await editor.press('s')
  await editor.press('j')
  await editor.press('s')
  await expect.poll(() => staged('src/cart.ts')).toBe(changed['src/cart.ts'].trimEnd())
  expect(staged('src/price.ts')).toBe(changed['src/price.ts'].trimEnd())
  await expect.poll(pills).toEqual(['staged', 'staged'])
  await editor.press('s')
  await expect.poll(() => staged('src/cart.ts')).toBe(cart.trimEnd())
  await editor.press('k')
  await editor.press('Shift+s')
  await expect.poll(() => staged('src/price.ts')).toBe(price.trimEnd())
  await expect.poll(pills).toEqual([])
  await editor.press('e')
  await editor.type('/* mine */ ')
  await editor.press('Escape')
  await expect.poll(() => text('modified')).toContain('/* mine */')
  await expect.poll(count).toMatch(/^0 of 4/)
  await editor.press('f')
  await expect.poll(() => staged('src/price.ts')).toContain('/* mine */')
  expect(scene.folder.read('src/price.ts')).not.toContain('/* mine */')
  await editor.press('c')
  await expect.poll(() => page().evaluate(() => document.activeElement?.closest('.scm-editor') !== null)).toBe(true)
  await editor.command('File: Revert File').catch(() => {})
})

test('a hunk is discarded after a question, staged or not, and undo brings it back', async () => {
  change()
  scene.folder.write('src/new.ts', 'export const fresh = 1\n')
  await editor.command('Caret: Review Working Tree')
  await expect.poll(count).toMatch(/5.* reviewed$/)
  await guide().locator('.caret-guide-step', { hasText: 'price.ts' }).first().click()
  await editor.press('s')
  await expect.poll(() => staged('src/price.ts')).not.toBe(price.trimEnd())
  await editor.press('d')
  await expect.poll(() => dialog().textContent()).toContain("discard 1 change in 'src/price.ts'")
  await dialog().getByText('Cancel').click()
  expect(scene.folder.read('src/price.ts')).toBe(changed['src/price.ts'])
  await editor.press('d')
  await dialog().getByText('Discard', { exact: true }).click()
  await expect.poll(() => scene.folder.read('src/price.ts')).toContain('total(items: Item[]): number')
  expect(scene.folder.read('src/price.ts')).toContain('1 - discount')
  expect(staged('src/price.ts')).toBe(price.trimEnd())
  await expect.poll(count).toMatch(/4.* reviewed$/)
  await guide().locator('.caret-guide-step', { hasText: 'new.ts' }).click()
  await editor.press('d')
  await expect.poll(() => dialog().textContent()).toContain("DELETE 'src/new.ts'")
  await dialog().getByText('Delete', { exact: true }).click()
  await expect.poll(() => existsSync(join(scene.folder.path, 'src/new.ts'))).toBe(false)
})

test('a commit and a branch are read too', async () => {
  git('checkout', '--quiet', '-b', 'discount')
  change()
  git('commit', '--quiet', '--all', '--message', 'Discounts\n\nFor all.')
  await editor.command('Caret: Review Commit...')
  await editor.pick('Discounts')
  await expect.poll(() => guide().locator('h2').first().textContent()).toMatch(/^[0-9a-f]{8} Discounts$/)
  await expect.poll(count).toMatch(/4.* reviewed$/)
  await expect.poll(() => text('modified')).toContain('discount: number')
  await editor.press('v')
  await expect.poll(() => guide().locator('.monaco-diff-editor.side-by-side').count()).toBe(1)
  await editor.screenshot('review-view-commit')
  await editor.press('v')
  await expect.poll(() => guide().locator('.monaco-diff-editor.side-by-side').count()).toBe(0)
  await editor.command('Caret: Review Branch...')
  await editor.pick('discount')
  await expect.poll(() => guide().locator('h2').first().textContent()).toBe('Branch discount')
  await expect.poll(count).toMatch(/4.* reviewed$/)
})

test('proposed changes of several files are accepted and rejected by step', async () => {
  for (const path of ['src/price.ts', 'src/cart.ts'] as const) {
    await editor.openFile(path)
    await page().evaluate((put) => navigator.clipboard.writeText(put), changed[path])
    await editor.command('Caret: Apply the Clipboard to This File')
    await page().locator('.caret-review-bar').first().waitFor()
  }
  await page().locator('.caret-review-bar').getByText('Review…').click()
  await expect.poll(count).toMatch(/3.* reviewed$/)
  await expect.poll(file).toBe('src/price.ts')
  await editor.screenshot('review-view-proposed')
  await editor.press('Shift+a')
  await expect.poll(file).toBe('src/cart.ts')
  await editor.press('r')
  await expect.poll(() => guide().locator('.caret-guide-message').textContent()).toContain('No proposed change waits')
  await editor.command('File: Save All Files')
  await expect.poll(() => scene.folder.read('src/price.ts')).toBe(changed['src/price.ts'])
  expect(scene.folder.read('src/cart.ts')).toBe(cart)
})

test('what a server holds against a changed file that is open nowhere is a mark', async () => {
  scene.folder.write('src/cart.ts', cart.replace('return total(items)', 'return total(items, 1)'))
  await reviewWorkingTree()
  await expect
    .poll(() => guide().locator('.caret-guide-reasons').textContent(), { timeout: 30_000 })
    .toContain('Expected 1 argument')
})

test('what another page ticks is ticked here', async () => {
  change()
  await reviewWorkingTree()
  const other = await Editor.open(scene.browser, scene.engine.url)
  const counted = other.page.locator('.caret-guide-count')
  if (!(await counted.isVisible())) await other.command('Caret: Review Working Tree')
  await expect.poll(() => counted.textContent()).toBe('0 of 4 reviewed')
  await editor.press('Space')
  await expect.poll(() => counted.textContent()).toBe('1 of 4 reviewed')
  expect(other.errors).toEqual([])
  await other.close()
})

test('a binary file is said to be one, and repetitive hunks are ticked as one', async () => {
  const folder = scene.folder
  folder.write('logo.png', new Uint8Array([137, 80, 78, 71, 0, 1, 2, 3]))
  for (const name of ['a', 'b', 'c', 'd'])
    folder.write(`src/${name}.ts`, `import { x } from './x.ts'\nexport const ${name} = x(1)\n`)
  git('add', '--all')
  git('commit', '--quiet', '--message', 'Four')
  folder.write('logo.png', new Uint8Array([137, 80, 78, 71, 0, 9, 9, 9, 9]))
  for (const name of ['a', 'b', 'c', 'd'])
    folder.write(`src/${name}.ts`, `import { y } from './x.ts'\nexport const ${name} = y(1)\n`)
  await editor.command('Caret: Review Working Tree')
  await expect.poll(count).toMatch(/^0 of/)
  const step = guide().locator('.caret-guide-step.mechanical').first()
  await step.click()
  await editor.screenshot('review-view-mechanical')
  await editor.press('Space')
  await expect.poll(() => step.getAttribute('class')).toContain('done')
  await guide().locator('.caret-guide-step', { hasText: 'logo.png' }).click()
  await expect.poll(() => guide().locator('.caret-guide-note').textContent()).toMatch(/binary/i)
  await editor.screenshot('review-view-binary')
  git('reset', '--quiet', '--hard', 'HEAD~1')
})

test('where there is nothing to read, it says so, and what comes shows by itself', async () => {
  await editor.command('Caret: Review Working Tree')
  await expect.poll(() => guide().locator('.caret-guide-message').textContent()).toContain('Nothing to review')
  scene.folder.write('src/new.ts', 'export const fresh = 1\n')
  await expect.poll(file).toBe('src/new.ts')
  await expect.poll(() => text('modified')).toContain('fresh')
})

test('a folder without a repository is told what to do, and asked again', async () => {
  await using bare = await openEditor({ 'a.txt': 'a\n' })
  await bare.editor.command('Caret: Review Working Tree')
  const message = bare.editor.page.locator('.caret-guide-message')
  await expect.poll(() => message.textContent()).toContain('is in no git repository')
  execFileSync('git', ['init', '--quiet'], { cwd: bare.folder.path })
  await message.getByText('Try Again').click()
  await expect.poll(() => bare.editor.page.locator('.caret-guide-file').textContent()).toBe('a.txt')
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
