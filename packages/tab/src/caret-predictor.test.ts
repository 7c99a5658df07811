import { readFile } from 'node:fs/promises'
import { applyEdits } from '@caret/text'
import { expect, test } from 'vitest'
import * as door from './index.ts'
import type { FileEdit } from './predictor.ts'
import { editOf } from './sources/testing.ts'

const { createPredictor } = door
const calls = 'send(message, user)\nreceive()\n'.repeat(3)

test('the example in the README does what it says', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const [, example = ''] = /```js\n(.*?)```/s.exec(readme) ?? []
  const [, said = ''] = /^console\.log\(.*\) \/\/ (.*)$/m.exec(example) ?? []
  const shown: unknown[] = []
  // `await using` is newer than what a constructed function may hold.
  const body = example
    .replace(/^import (\{.*\}) from '@caret\/tab'$/m, 'const $1 = door')
    .replace('await using', 'const')
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as FunctionConstructor
  await new AsyncFunction('door', 'console', body)(door, { log: (value: unknown) => shown.push(value) })
  expect(shown).toEqual([await new AsyncFunction(`return ${said}`)()])
})

test('what the codebase makes likely is continued, and a dismissed prediction stays away', async () => {
  const line = 'const total = sumOf(order.items)\n'
  const files: Record<string, string> = { 'a.ts': line.repeat(4), 'b.ts': '', 'c.ts': calls }
  await using predictor = createPredictor()
  await predictor.open(snapshot(files))
  predictor.record({ path: 'b.ts', offset: 0, remove: 0, insert: 'const total = sumOf(or' })
  const continuation = await predictor.complete({ path: 'b.ts', offset: 22 })
  expect(continuation?.text).toMatch(/^der/)

  predictor.record({ path: 'c.ts', offset: 18, remove: 0, insert: ', now' })
  const caret = { path: 'c.ts', offset: 23 }
  const prediction = await predictor.predict(caret)
  expect(prediction).toMatchObject({ source: 'repeat', edit: { path: 'c.ts', offset: 53, insert: ', now' } })
  predictor.settle(prediction!, 'dismissed')
  expect(editOf(await predictor.predict(caret))?.offset).not.toBe(53)
})

test('an edit that is undone is not made again, and an accepted one that is undone is not shown again', async () => {
  await using predictor = createPredictor()
  await predictor.open(snapshot({ 'c.ts': calls }))
  const edit = { path: 'c.ts', offset: 18, remove: 0, insert: ', now' }
  const caret = { path: 'c.ts', offset: 23 }
  predictor.record(edit)
  const prediction = (await predictor.predict(caret))!
  predictor.record({ ...editOf(prediction)!, accepted: 'edit' })
  predictor.record({ ...editOf(prediction)!, remove: editOf(prediction)!.insert.length, insert: '' })
  expect(editOf(await predictor.predict(caret))).not.toEqual(editOf(prediction)!)

  predictor.record({ ...edit, remove: 5, insert: '' })
  expect(await predictor.predict({ path: 'c.ts', offset: 18 })).toBeUndefined()
})

test('the more eager the user is, the less likely a continuation need be', async () => {
  await using predictor = createPredictor()
  await predictor.open(snapshot({ 'a.ts': `${calls}${'send(letter, user)\n'.repeat(3)}`, 'b.txt': '' }))
  predictor.record({ path: 'b.txt', offset: 0, remove: 0, insert: 'send(' })
  const text = async (eagerness: door.Eagerness) =>
    (await predictor.complete({ path: 'b.txt', offset: 5, eagerness }))?.text
  expect([await text('low'), await text('medium'), await text('high')]).toEqual([undefined, undefined, 'message'])
})

test('a continuation ends before what a language server does not know there', async () => {
  const greeting = (name: string) => `export function ${name}(user) {\n  log(user)\n  return send(user)\n}\n\n`
  const files = { 'a.ts': ['welcome', 'remind', 'renew', 'goodbye'].map(greeting).join(''), 'b.ts': '' }
  const typed = 'export function greet(user) {\n  log(user)\n  re'
  const after = async (scope?: { names: string[]; complete: boolean }) => {
    await using predictor = createPredictor()
    await predictor.open(snapshot(files))
    predictor.record({ path: 'b.ts', offset: 0, remove: 0, insert: typed })
    if (scope) predictor.see({ path: 'b.ts', offset: 0, kind: 'names', ...scope })
    return (await predictor.complete({ path: 'b.ts', offset: typed.length }))?.text
  }
  const whole = await after()
  expect(whole).toMatch(/^turn send\(user/)
  expect(await after({ names: ['log'], complete: true })).toBe('turn')
  expect(await after({ names: ['log'], complete: false })).toBe(whole)
  expect(await after({ names: ['log', 'send'], complete: true })).toBe(whole)
})

test('members that are known make others likelier, even what was never seen', async () => {
  const files = { 'a.ts': 'return tube.depth\n'.repeat(4) + 'return tube.width\n'.repeat(3), 'b.ts': '' }
  const text = (of: string) => `return ${of}`
  const after = async (typed: string, names?: string[]) => {
    await using predictor = createPredictor()
    await predictor.open(snapshot(files))
    predictor.record({ path: 'b.ts', offset: 0, remove: 0, insert: typed })
    const scope = { path: 'b.ts', offset: text('tube.').length, kind: 'members', complete: true } as const
    if (names) predictor.see({ ...scope, names })
    return (await predictor.complete({ path: 'b.ts', offset: typed.length, eagerness: 'high' }))?.text
  }
  expect(await after(text('tube.'))).toMatch(/^depth/)
  expect(await after(text('tube.'), ['width', 'height'])).toMatch(/^width/)
  expect(await after(text('tube.heig'), ['width', 'heightInMetres'])).toBe('htInMetres')
})

test('blanks alone, which nobody sees, are no continuation', async () => {
  await using predictor = createPredictor()
  const files = { 'a.ts': 'if (ready) {\n    go()\n}\n'.repeat(9), 'b.ts': 'if (ready) {\n' }
  await predictor.open(snapshot(files))
  const text = (await predictor.complete({ path: 'b.ts', offset: 13 }))?.text
  expect(text === undefined || text.trim() !== '').toBe(true)
})

test('only the sources that were asked for answer', async () => {
  await using predictor = createPredictor({ sources: ['continue'] })
  await predictor.open(snapshot({ 'c.ts': calls }))
  predictor.record({ path: 'c.ts', offset: 18, remove: 0, insert: ', now' })
  expect(await predictor.predict({ path: 'c.ts', offset: 23 })).toBeUndefined()
})

test.each(['fix', 'repeat', 'rename', 'signature', 'pair', 'sibling', 'removal', 'file', 'row', 'continue'])(
  '%s is a source that can be asked for alone',
  (name) => {
    expect(door.sourceNames).toContain(name)
  },
)

test('a rename goes on to the names made of it', async () => {
  await using predictor = createPredictor({ sources: ['rename'] })
  await predictor.open(snapshot({ 'a.ts': 'let shopUser = load()\n\n\ngreet(shopUser)\nsetShopUser(shopUser)\n' }))
  predictor.record({ path: 'a.ts', offset: 4, remove: 8, insert: 'customer' })
  const prediction = await predictor.predict({ path: 'a.ts', offset: 12 })
  expect(editOf(prediction)).toMatchObject({ path: 'a.ts', insert: 'customer)\nsetCustomer(customer' })
})

test('what a language server knows to be the same follows a rename, and nothing else of that name', async () => {
  const text = `export function total(userId: string, rows: Row[]) {
  const found = rows.filter((row) => row.id === userId)
  log('userId', found.length)

  const inner = (userId: number) => userId * 2

  return userId
}
`
  const range = (from: string) => {
    const start = text.indexOf(from) + from.indexOf('userId')
    return { start, end: start + 6 }
  }
  await using predictor = createPredictor()
  await predictor.open(snapshot({ 'a.ts': text }))
  const ranges = [range('total(userId'), range('=== userId'), range('return userId')]
  predictor.bind({ path: 'a.ts', name: 'userId', ranges })
  let [now, edit] = [text, { path: 'a.ts', offset: ranges[0]!.start, remove: 6, insert: 'accountId' }]
  const accepted: number[] = []
  for (;;) {
    predictor.record({ ...edit, ...(accepted.length > 0 && { accepted: 'edit' as const }) })
    now = applyEdits(now, [edit])
    const prediction = await predictor.predict({ path: 'a.ts', offset: edit.offset + edit.insert.length })
    if (!prediction) break
    accepted.push(prediction.probability)
    edit = editOf(prediction)!
  }
  expect(now).toBe(
    ranges.reduceRight((text, { start }) => `${text.slice(0, start)}accountId${text.slice(start + 6)}`, text),
  )
  expect(Math.min(...accepted)).toBeGreaterThan(0.7)
})

test('a new name goes to all files that a language server has named, each as a whole', async () => {
  const filler = Array.from({ length: 40 }, (_, at) => `const step${at} = ${at}\n`).join('')
  const use = (name: string) => `import { ${name}, other } from '../lib/rate'\n${filler}pay(${name}(2))\n`
  const files = {
    'lib/rate.ts': 'export const rate = (n) => n * 2\n',
    'app/a.ts': use('rate'),
    'web/b.ts': use('rate'),
  }
  await using predictor = createPredictor()
  await predictor.open(snapshot(files))
  const others = ['app/a.ts', 'web/b.ts'].flatMap((path) => [
    { path, line: 0, character: 9 },
    { path, line: 41, character: 4 },
  ])
  predictor.bind({ path: 'lib/rate.ts', name: 'rate', ranges: [{ start: 13, end: 17, isWrite: true }], others })
  const texts: Record<string, string> = { ...files }
  const visited: string[] = []
  let edit: FileEdit = { path: 'lib/rate.ts', offset: 13, remove: 4, insert: 'fee' }
  for (;;) {
    predictor.record({ ...edit, ...(visited.length > 0 && { accepted: 'edit' as const }) })
    visited.push(edit.path)
    texts[edit.path] = applyEdits(texts[edit.path]!, [edit])
    const prediction = await predictor.predict({ path: edit.path, offset: edit.offset + edit.insert.length })
    if (!prediction) break
    edit = editOf(prediction)!
  }
  expect(texts).toEqual({
    ...{ 'lib/rate.ts': 'export const fee = (n) => n * 2\n', 'app/a.ts': use('fee'), 'web/b.ts': use('fee') },
  })
  expect(visited.slice(1, 3).every((path) => path === visited[1])).toBe(true)
})

test('a file is renamed after what it declares, and its edits go along', async () => {
  const files = { 'user-id.ts': 'export let userId = 0\n', 'b.ts': 'log(userId)\n', 'c.ts': 'go(userId)\n' }
  await using predictor = createPredictor({ isFree: () => true })
  await predictor.open(snapshot(files))
  predictor.bind({
    path: 'user-id.ts',
    name: 'userId',
    ranges: [{ start: 11, end: 17 }],
    others: [{ path: 'b.ts', line: 0, character: 4 }],
  })
  predictor.record({ path: 'user-id.ts', offset: 11, remove: 6, insert: 'accountId' })
  const found = await predictor.predict({ path: 'user-id.ts', offset: 20 })
  expect(found).toMatchObject({ rename: { path: 'user-id.ts', newPath: 'account-id.ts' } })
  predictor.move('user-id.ts', 'account-id.ts')
  predictor.settle(found!, 'accepted')
  predictor.update('account-id.ts', 'export let accountId = 0\n')
  const next = (await predictor.predict({ path: 'account-id.ts', offset: 20 }))!
  expect(editOf(next)).toMatchObject({ path: 'b.ts', insert: 'accountId' })
  predictor.record({ ...editOf(next)!, accepted: 'edit' })
  expect(await predictor.predict({ path: 'b.ts', offset: 13 })).toBeUndefined()
  // What is undone is not proposed again.
  predictor.move('account-id.ts', 'user-id.ts')
  expect(await predictor.predict({ path: 'user-id.ts', offset: 20 })).toBeUndefined()
  expect(predictor.keep().history.map(({ path }) => path)).toContain('user-id.ts')
})

test('opened again, it reads what differs and what was edited', async () => {
  const read: string[] = []
  const files: Record<string, string> = { 'a.ts': 'a\n', 'b.ts': 'b\n', 'c.ts': 'c\n' }
  const open = (ids: Record<string, string>) =>
    predictor.open({
      files: new Map(Object.entries(ids)),
      read: async (path) => {
        read.push(path)
        return files[path]!
      },
    })
  await using predictor = createPredictor()
  await open({ 'a.ts': '1', 'b.ts': '1', 'c.ts': '1' })
  predictor.record({ path: 'c.ts', offset: 0, remove: 0, insert: 'x' })
  read.length = 0
  await open({ 'a.ts': '1', 'b.ts': '2', 'c.ts': '1' })
  expect(read.toSorted()).toEqual(['b.ts', 'c.ts'])
})

test('what a language server complains of is changed along, and what it would do is proposed', async () => {
  const files = { 'a.ts': 'send(user)\n\n\nlater(one)\n\n\nsend(order)\n' }
  await using predictor = createPredictor()
  await predictor.open(snapshot(files))
  predictor.record({ path: 'a.ts', offset: 9, remove: 0, insert: ', now' })
  const caret = { path: 'a.ts', offset: 14 }
  const before = (await predictor.predict(caret))?.probability ?? 0
  const text = 'send(user, now)\n\n\nlater(one)\n\n\nsend(order)\n'
  const place = { path: 'a.ts', start: text.indexOf('send(order'), end: text.indexOf('(order') }
  predictor.complain([place])
  const after = await predictor.predict(caret)
  expect(editOf(after)).toMatchObject({ offset: text.indexOf(')\n', place.end), insert: ', now' })
  expect(after!.probability).toBeGreaterThan(before)

  const fix = {
    offset: 0,
    remove: 0,
    insert: "import { later } from 'time'\n",
    kind: 'import',
    reason: 'fixes it',
  } as const
  predictor.complain([{ path: 'a.ts', start: text.indexOf('later'), end: text.indexOf('(one)'), fix }])
  expect(await predictor.predict(caret)).toMatchObject({ source: 'fix', edit: { path: 'a.ts', insert: fix.insert } })
  predictor.complain([])
  expect((await predictor.predict(caret))?.source).not.toBe('fix')
})

test('a restarted predictor goes on from what was kept, where the texts are the same', async () => {
  const files: Record<string, string> = { 'a.ts': 'let userId = 0\n\n\nlog(userId)\n', 'c.ts': calls }
  const begun = async (predictor = createPredictor()) => {
    await predictor.open(snapshot(files))
    return predictor
  }
  await using first = await begun()
  first.record({ path: 'a.ts', offset: 4, remove: 6, insert: 'accountId' })
  first.record({ path: 'c.ts', offset: 18, remove: 0, insert: ', now' })
  const caret = { path: 'c.ts', offset: 23 }
  const shown = (await first.predict(caret))!
  first.settle(shown, 'ignored')
  const kept = JSON.parse(JSON.stringify(first.keep())) as door.Kept
  expect(kept.habits.repeat).toBeLessThan(0)

  // One file was saved, the other is in a page that says its text later.
  await using second = await begun()
  files['c.ts'] = `${calls.slice(0, 18)}, now${calls.slice(18)}`
  await second.open(snapshot({ ...files }))
  second.restore(kept)
  expect(editOf(await second.predict(caret))).toEqual(editOf(shown))
  expect(
    second
      .keep()
      .history.map(({ path }) => path)
      .toSorted(),
  ).toEqual(['a.ts', 'c.ts'])
  second.update('a.ts', files['a.ts']!.replace('userId', 'accountId'))
  expect(second.keep()).toEqual(kept)
  second.record({ path: 'a.ts', offset: 0, remove: 0, insert: '// ' })
  expect(second.keep().history.find(({ path }) => path === 'a.ts')?.edits).toHaveLength(2)
})

test('a text that comes back has its edits again, once', async () => {
  await using predictor = createPredictor()
  await predictor.open(snapshot({ 'c.ts': calls }))
  predictor.record({ path: 'c.ts', offset: 18, remove: 0, insert: ', now' })
  const kept = predictor.keep()
  predictor.update('c.ts', calls)
  expect(predictor.keep()).toEqual(kept)
  predictor.update('c.ts', `${calls.slice(0, 18)}, now${calls.slice(18)}`)
  expect(predictor.keep()).toEqual(kept)
  predictor.record({ path: 'c.ts', offset: 0, remove: 0, insert: '// ' })
  expect(predictor.keep().history[0]?.edits).toHaveLength(2)
})

test('the last edits are told as diffs, the newest first', async () => {
  await using predictor = createPredictor()
  await predictor.open(snapshot({ 'a.ts': 'const a = 1\n', 'b.ts': 'b\n' }))
  predictor.record({ path: 'a.ts', offset: 10, remove: 1, insert: '2' })
  predictor.record({ path: 'b.ts', offset: 0, remove: 1, insert: 'c' })
  expect(predictor.recent(1)).toEqual([{ path: 'b.ts', diff: '@@ -1,1 +1,1 @@\n-b\n+c\n' }])
  expect(predictor.recent(9).map(({ path }) => path)).toEqual(['b.ts', 'a.ts'])
})

const snapshot = (files: Record<string, string>): door.Snapshot => ({
  files: new Map(Object.entries(files)),
  read: async (path) => files[path]!,
})
