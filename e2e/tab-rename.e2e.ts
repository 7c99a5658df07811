import { existsSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Editor, openEditor, type Scene } from './harness.ts'
import { viewOfTab } from './tab-view.ts'

const files = {
  'tsconfig.json':
    '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "esnext", "target": "es2022" } }\n',
  'total.ts': `export function total(userId: string, rows: { id: string }[]) {
  const found = rows.filter((row) => row.id === userId)
  console.log('userId', found.length)

  const inner = (userId: number) => userId * 2

  return found.length + inner(1) + userId.length
}
`,
  'src/user-id.ts': "export function userId(name: string): string {\n  return name ? `#${name}` : userId('x')\n}\n",
  'src/use.ts': "import { userId } from './user-id'\n\nexport const first = userId('a')\n",
  'src/order-line.ts': 'export const orderLine = 1\n\nexport const other = 2\n',
  'src/price-tag.ts': 'export const priceTag = 1\n',
  'src/label.ts': 'export const label = 1\n',
  'src/price-list.ts': 'export const priceList = 1\n',
  'read_it.py': 'def read_it(path: str) -> str:\n    return path if path else read_it("x")\n',
  'main.py': 'from read_it import read_it\n\nprint(read_it("a"))\n',
}

const steps = Array.from({ length: 60 }, (_, at) => `export const step${at} = ${at}\n`).join('')
const bill = `import { rate } from '../../lib/rate'\n\n${steps}\nexport const bill = rate(2)\n`

let scene: Scene
let editor: Editor

beforeAll(async () => {
  scene = await openEditor({
    ...files,
    'lib/rate.ts': 'export const rate = (hours: number) => hours * 2\n',
    'src/pay/bill.ts': bill,
  })
  ;({ editor } = scene)
})

beforeEach(async () => {
  await editor.closeAll()
})

afterAll(() => scene?.[Symbol.asyncDispose]())

const { suggests, shows, status } = viewOfTab(() => editor)
const hint = (text: string) => editor.page.locator('.inline-edits-custom-view .collapsedView', { hasText: text })
const isThere = (path: string) => existsSync(scene.folder.at(path))
const saysNothingOfFiles = async () => {
  await editor.page.waitForTimeout(1_500)
  expect(await status().textContent()).not.toContain('renames')
}

/** A suggestion in view takes one key, another two: to it, and then it. */
async function tabWhile(reason: RegExp): Promise<void> {
  await suggests(reason)
  for (let keys = 0; keys < 12 && reason.test((await status().textContent()) ?? ''); keys++) {
    await editor.press('Tab')
    await editor.page.waitForTimeout(400)
  }
}

/** Changes the word at a place by hand, once the server has had the time to say what it is. */
async function changeWord(path: string, at: string, word: string): Promise<void> {
  const goTo = async (place: string) => {
    await editor.openQuickInput('Control+g')
    await editor.type(place)
    await editor.press('Enter')
    await editor.page.locator('.quick-input-widget').waitFor({ state: 'hidden' })
    await editor.page.waitForTimeout(700)
  }
  const marked = editor.page.locator('[class*="wordHighlight"]:not(.wordHighlightText)').first()
  await editor.openFile(path)
  // While the server is not there yet, the workbench marks what looks the same, until the caret is in another word.
  for (let attempt = 0; attempt < 20; attempt++) {
    await goTo(at)
    if (await marked.isVisible()) break
    await goTo('1:1')
  }
  await marked.waitFor()
  await editor.page.waitForTimeout(2_500)
  await editor.press('Control+Shift+ArrowRight')
  await editor.type(word)
}

test('where the server knows the scope, a new name goes to all that is meant by it, and to nothing else', async () => {
  await changeWord('total.ts', '1:23', 'accountId')
  await tabWhile(/userId is accountId now/)
  await editor.press('Control+s')
  const expected = files['total.ts']
    .replace('total(userId', 'total(accountId')
    .replace('=== userId', '=== accountId')
    .replace('userId.length', 'accountId.length')
  await expect.poll(() => scene.folder.read('total.ts')).toBe(expected)
})

test('a new name goes on to the files that the server has named, and through each of them', async () => {
  await changeWord('lib/rate.ts', '1:14', 'fee')
  await suggests(/^\s*Tab: rate is fee now/)
  await editor.press('Tab')
  await editor.tab('bill.ts').waitFor()
  await suggests(/^\s*Tab: rate is fee now/)
  await editor.press('Tab')
  await shows(/import \{ fee \}/)
  await tabWhile(/^\s*Tab: rate is fee now/)
  await editor.save()
  await expect
    .poll(() => scene.folder.read('src/pay/bill.ts'))
    .toBe(bill.replace('{ rate }', '{ fee }').replace('rate(2)', 'fee(2)'))
})

test('a file follows the name of what it declares, imports of it too, and undo brings all of it back', async () => {
  await changeWord('src/user-id.ts', '1:17', 'accountId')
  await tabWhile(/^\s*Tab: userId is accountId now/)
  await suggests('renames user-id.ts: userId is accountId now')
  await hint('Tab: rename file to account-id.ts').waitFor()
  await editor.screenshot('tab-rename-file')
  await editor.press('Tab')
  await editor.tab('account-id.ts').waitFor()
  expect([isThere('src/user-id.ts'), isThere('src/account-id.ts')]).toEqual([false, true])
  await shows(/function accountId[^]*: accountId\('x'\)/)

  // On to the next file, where the server has seen to the path.
  await suggests(/^\s*Tab: userId is accountId now/)
  await editor.tab('use.ts').click()
  await shows("import { userId } from './account-id'")
  await editor.tab('account-id.ts').click()
  await shows(/function accountId/)

  await editor.press('Control+z')
  await editor.tab('user-id.ts').waitFor()
  expect([isThere('src/user-id.ts'), isThere('src/account-id.ts')]).toEqual([true, false])
  await saysNothingOfFiles()
  await editor.press('Control+z')
  await shows(/function accountId[^]*: userId\('x'\)/)
  await editor.tab('use.ts').click()
  await shows("import { userId } from './user-id'")
})

test('Python: a file follows the name of what it declares', async () => {
  await changeWord('read_it.py', '1:5', 'load_it')
  await tabWhile(/^\s*Tab: read_it is load_it now/)
  await hint('Tab: rename file to load_it.py').waitFor()
  await editor.press('Tab')
  await editor.tab('load_it.py').waitFor()
  await editor.openFile('main.py')
  await shows('from load_it import ')
})

test('what is said of a file stands in the line of the caret, and once dismissed stays away', async () => {
  await changeWord('src/order-line.ts', '1:14', 'lineItem')
  await hint('Tab: rename file to line-item.ts').waitFor()
  const top = async () => (await hint('Tab: rename').boundingBox())?.y ?? 0
  const before = await top()
  await editor.press('ArrowDown')
  await editor.press('ArrowDown')
  await expect.poll(top).toBeGreaterThan(before)
  await editor.press('Escape')
  await editor.press('End')
  await editor.type('3')
  await saysNothingOfFiles()
})

test('a name that another file has is not proposed, and one that it gets meanwhile is not taken', async () => {
  await changeWord('src/price-tag.ts', '1:14', 'priceList')
  await saysNothingOfFiles()
  await editor.closeAll()
  await changeWord('src/label.ts', '1:14', 'priceLabel')
  await hint('Tab: rename file to price-label.ts').waitFor()
  scene.folder.write('src/price-label.ts', 'export const mine = 1\n')
  await editor.press('Tab')
  await editor.notification('Caret could not rename label.ts to price-label.ts').waitFor()
  expect(scene.folder.read('src/price-label.ts')).toBe('export const mine = 1\n')
  await saysNothingOfFiles()
})

test('nothing went wrong unseen', () => {
  expect(editor.errors).toEqual([])
})
