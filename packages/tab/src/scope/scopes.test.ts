import { applyEdits } from '@caret/text'
import { expect, test } from 'vitest'
import { createScopes } from './scopes.ts'

const text = 'function f(box) {\n  box.\n  log(box)\n}\n\nfunction g(box) {\n  box.\n}\n'
const offset = text.indexOf('box.') + 4
const members = { path: 'a.ts', offset, kind: 'members', names: ['width', 'height'], complete: true } as const
const known = () => {
  const scopes = createScopes()
  scopes.add(members, text)
  return scopes
}
const at =
  (source: string, place: number) =>
  (scopes: ReturnType<typeof known>, of = 'box', inserted = '') =>
    [...(scopes.members({ path: 'a.ts', offset: place }, of, source, inserted)?.names ?? [])].join(' ')

test('members are known behind the place where they were asked for, of what is written alike, in the same block', () => {
  const scopes = known()
  expect(at(text, offset)(scopes)).toBe('width height')
  expect(at(text, text.indexOf('log') + 4)(scopes)).toBe('width height')
  expect(at(text, offset)(scopes, 'this.box')).toBe('')
  expect(at(text, text.lastIndexOf('box.') + 4)(scopes)).toBe('')
  expect(at(text, offset)(scopes, 'box', 'width\n}\nfunction h(box) {\n  box.')).toBe('')
})

test('what is typed behind them leaves them, and anything else may be about them', () => {
  const scopes = known()
  const edit = { path: 'a.ts', offset, remove: 0, insert: 'wi' }
  scopes.edit(edit)
  expect(at(applyEdits(text, [edit]), offset + 2)(scopes)).toBe('width height')
  scopes.edit({ path: 'b.ts', offset: 0, remove: 0, insert: 'x' })
  expect(at(text, offset)(scopes)).toBe('')
  const others = known()
  others.edit({ path: 'a.ts', offset: 0, remove: 0, insert: 'x' })
  expect(at(`x${text}`, offset + 1)(others)).toBe('')
})

test('names are those of a file, until it has another text; all of them say more than some', () => {
  const scopes = createScopes()
  const all = { path: 'a.ts', offset: 0, kind: 'names', names: ['log'], complete: true } as const
  scopes.add(all, text)
  scopes.add({ ...all, names: ['send'], complete: false }, text)
  scopes.add({ ...all, offset, names: ['width'] }, text)
  expect(scopes.names('a.ts')).toEqual({ names: new Set(['log']), complete: true })
  scopes.edit({ path: 'b.ts', offset: 0, remove: 0, insert: 'x' })
  scopes.move('a.ts', 'c.ts')
  expect([scopes.has('a.ts'), scopes.has('c.ts')]).toEqual([false, true])
  scopes.forget('c.ts')
  expect(scopes.names('c.ts')).toBeUndefined()
})

test('what was known is known again once what was supposed is taken back', () => {
  const scopes = known()
  const putBack = scopes.mark()
  scopes.edit({ path: 'b.ts', offset: 0, remove: 0, insert: 'x' })
  expect(at(text, offset)(scopes)).toBe('')
  putBack()
  expect(at(text, offset)(scopes)).toBe('width height')
})
