import { expect, test } from 'vitest'
import { createFresh } from './fresh.ts'

const at = (start: number, message = 'no such name') => ({ message, start, end: start + 4 })

test('what was there before an edit is not fresh, wherever the edit has moved it; what came with it is', () => {
  const fresh = createFresh()
  expect(fresh.take('a.ts', [at(10)], true)).toEqual([])
  fresh.edit('a.ts', { offset: 0, remove: 0, insert: 'go()' })
  expect(fresh.take('a.ts', [at(0), at(14)], true)).toEqual([at(0)])
})

test('it stays fresh while it is there, and comes back as new', () => {
  const fresh = createFresh()
  fresh.take('a.ts', [], false)
  fresh.take('a.ts', [at(4)], true)
  fresh.edit('a.ts', { offset: 0, remove: 2, insert: '' })
  expect(fresh.take('a.ts', [at(2), at(8, 'other')], false)).toEqual([at(2)])
  expect(fresh.take('a.ts', [at(8, 'other')], false)).toEqual([])
  expect(fresh.take('a.ts', [at(2), at(8, 'other')], true)).toEqual([at(2)])
})

test('a server that is an edit behind says nothing new', () => {
  const fresh = createFresh()
  fresh.take('a.ts', [at(4), at(12)], false)
  fresh.edit('a.ts', { offset: 0, remove: 0, insert: '\n' })
  expect(fresh.take('a.ts', [at(4), at(12)], true)).toEqual([])
})

test('another text, or another file, begins anew', () => {
  const fresh = createFresh()
  fresh.take('a.ts', [], false)
  fresh.forget('a.ts')
  expect(fresh.take('a.ts', [at(4)], true)).toEqual([])
  expect(fresh.take('b.ts', [at(4)], true)).toEqual([])
})
