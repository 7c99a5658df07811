import { applyEdits, type Edit } from '@caret/text'
import { expect, test } from 'vitest'
import { createBindings, followed, isLeft } from './bindings.ts'

const text = "let userId = 0\nlog(userId)\nfunction f(userId) {}\nfind('userId')\n"
const first = { start: 4, end: 10 }
const second = { start: 19, end: 25 }
const binding = { path: 'a.ts', name: 'userId', ranges: [first, second] }

function after(...edits: Edit[]) {
  const bindings = createBindings()
  bindings.add(binding, new Map())
  let now = text
  for (const edit of edits) {
    bindings.edit({ path: 'a.ts', ...edit })
    now = applyEdits(now, [edit])
  }
  return { now, renamed: bindings.renamed(new Map([['a.ts', now]])), bindings }
}

const rename = { offset: 4, remove: 6, insert: 'accountId' }

test('a binding is renamed once one of its occurrences is, in one go or letter by letter', () => {
  expect(after().renamed).toEqual([])
  const ranges = [
    { start: 4, end: 13 },
    { start: 22, end: 28 },
  ]
  expect(after(rename).renamed).toEqual([{ path: 'a.ts', from: 'userId', to: 'accountId', ranges, isSure: true }])
  const letters = Array.from('accountId', (insert, at) => ({ offset: 4 + at, remove: 0, insert }))
  expect(after({ offset: 4, remove: 6, insert: '' }, ...letters).renamed).toEqual(after(rename).renamed)
  expect(after({ offset: 4, remove: 6, insert: '' }).renamed).toEqual([])
})

test('what is typed beside an occurrence, or elsewhere, renames nothing', () => {
  expect(after({ offset: 19, remove: 0, insert: 'await ' }, { offset: 31, remove: 0, insert: '.id' }).renamed).toEqual(
    [],
  )
  expect(after({ offset: 0, remove: 0, insert: '// ' }, { offset: 41, remove: 0, insert: 'x' }).renamed).toEqual([])
  const { now, renamed } = after(rename, { offset: 13, remove: 0, insert: ': number' })
  expect(renamed).toMatchObject([{ to: 'accountId' }])
  expect(now).toContain('let accountId: number = 0')
})

test('an occurrence that is edited together with what is around it is one no more', () => {
  expect(after({ offset: 15, remove: 12, insert: 'done()' }, rename).renamed).toMatchObject([
    { ranges: [{ start: 4 }] },
  ])
})

test('an edit gives the new name to another occurrence, or to something else', () => {
  const { now, renamed } = after(rename)
  const edit = (offset: number, remove: number, insert: string) =>
    followed({ path: 'a.ts', offset, remove, insert }, now, renamed)
  const own = now.indexOf('userId')
  expect(edit(own, 6, 'accountId')).toBe('same')
  expect(edit(own, 4, 'account')).toBe('same')
  expect(edit(own - 4, 10, 'log(accountId')).toBe('same')
  expect(edit(now.indexOf('userId)', own + 9), 6, 'accountId')).toBe('other')
  expect(edit(own, now.indexOf('userId)', own + 9) + 6 - own, 'accountId)\nfunction f(accountId')).toBe('other')
  expect(edit(own, 6, 'other')).toBeUndefined()
  expect(edit(0, 0, 'accountId')).toBeUndefined()
})

test('where all files are known that mean it, their mentions follow, and it is something else in others', () => {
  const bindings = createBindings()
  const files = new Map([
    ['a.ts', text],
    ['b.ts', "find('userId')\nuserId()"],
  ])
  const mention = (line: number, character: number) => ({ path: 'b.ts', line, character })
  // The second is none: the server has read another text.
  bindings.add({ ...binding, others: [mention(1, 0), mention(0, 0)] }, files)
  const record = (path: string, edit: Edit) => {
    bindings.edit({ path, ...edit })
    files.set(path, applyEdits(files.get(path)!, [edit]))
  }
  record('b.ts', { offset: 0, remove: 0, insert: '// ' })
  record('a.ts', rename)
  const renamed = () => bindings.renamed(files, 'a.ts')
  const edit = (path: string, offset: number, insert: string) =>
    followed({ path, offset, remove: 6, insert }, files.get(path) ?? 'userId()', renamed())
  expect([edit('b.ts', 18, 'accountId'), edit('b.ts', 9, 'accountId'), edit('b.ts', 18, 'x')]).toEqual([
    'same',
    'other',
    undefined,
  ])
  expect([edit('c.ts', 0, 'accountId'), edit('c.ts', 0, 'x')]).toEqual(['other', undefined])
  expect(followed({ path: 'c.ts', offset: 0, remove: 6, insert: 'accountId' }, 'userId()', after(rename).renamed)).toBe(
    undefined,
  )
  expect(isLeft(renamed(), 'b.ts', files.get('b.ts')!)).toBe(true)
  record('b.ts', { offset: 18, remove: 6, insert: 'accountId' })
  expect(isLeft(renamed(), 'b.ts', files.get('b.ts')!)).toBe(false)
  bindings.forget('b.ts')
  expect(renamed().map(({ path }) => path)).toEqual(['a.ts'])
})

test('what only one file means may yet be meant in others, if these could import it', () => {
  const files = (text: string) => {
    const bindings = createBindings()
    const start = text.indexOf('userId')
    bindings.add({ path: 'a.ts', name: 'userId', ranges: [{ start, end: start + 6 }], others: [] }, new Map())
    const edit = { offset: start, remove: 6, insert: 'accountId' }
    bindings.edit({ path: 'a.ts', ...edit })
    return bindings.renamed(new Map([['a.ts', applyEdits(text, [edit])]]), 'a.ts')[0]?.files
  }
  expect(files('export const userId = 1\n')).toBeUndefined()
  expect(files('export function total(userId: string) {}\n')).toEqual(['a.ts'])
})

test('another name for one use is no evidence that all are meant', () => {
  const use = { offset: second.start, remove: 6, insert: 'teamId' }
  expect(after(use).renamed).toMatchObject([{ to: 'teamId', isSure: false }])
  const bindings = createBindings()
  bindings.add({ ...binding, ranges: [first, { ...second, isWrite: true }] }, new Map())
  bindings.edit({ path: 'a.ts', ...use })
  expect(bindings.renamed(new Map([['a.ts', applyEdits(text, [use])]]))).toMatchObject([{ isSure: true }])
})

test('a file that has another name takes its bindings along', () => {
  const { now, bindings } = after(rename)
  bindings.move('a.ts', 'b.ts')
  expect(bindings.renamed(new Map([['b.ts', now]]))).toMatchObject([{ path: 'b.ts', to: 'accountId' }])
})

test('a new name that something else has is no evidence', () => {
  const { now, renamed } = after({ offset: 4, remove: 6, insert: 'log' })
  expect(renamed).toMatchObject([{ isSure: false }])
  const edit = { path: 'a.ts', offset: now.indexOf('userId'), remove: 6, insert: 'log' }
  expect(followed(edit, now, renamed)).toBeUndefined()
})

test('of two things with one name, both renamed, each keeps its own', () => {
  const { bindings } = after()
  const shadow = { start: text.indexOf('userId)', 30), end: text.indexOf('userId)', 30) + 6 }
  bindings.add({ ...binding, ranges: [shadow] }, new Map())
  const edits = [{ offset: shadow.start, remove: 6, insert: 'accountId' }, rename]
  const now = edits.reduce((text, edit) => applyEdits(text, [edit]), text)
  for (const edit of edits) bindings.edit({ path: 'a.ts', ...edit })
  const renamed = bindings.renamed(new Map([['a.ts', now]]))
  expect(renamed).toHaveLength(2)
  expect(followed({ path: 'a.ts', offset: now.indexOf('userId'), remove: 6, insert: 'accountId' }, now, renamed)).toBe(
    'same',
  )
})

test('another text of the file makes void what was said of it', () => {
  const { now, bindings } = after(rename)
  bindings.forget('a.ts')
  expect(bindings.renamed(new Map([['a.ts', now]]))).toEqual([])
})
