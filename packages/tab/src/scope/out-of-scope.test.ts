import { expect, test } from 'vitest'
import { outOfScope } from './out-of-scope.ts'
import { createScopes } from './scopes.ts'

const text = 'import { other } from "./other"\n\nexport function f(user) {\n  \n}\n'
const offset = text.indexOf('  \n') + 2
const found = ['log', 'log(user)', 'log(user)\n  send', 'log(user)\n  sendEvent(user)', 'other(missing.user)']

function beyond(given: { names: string[]; complete: boolean }, path = 'a.ts', texts = found) {
  const scopes = createScopes()
  scopes.add({ path, offset, kind: 'names', ...given }, text)
  return outOfScope(texts, text, { path, offset }, scopes)
}

test('a name that is neither in scope nor in the file is where a continuation ends', () => {
  expect(beyond({ names: ['log'], complete: true })).toEqual({
    names: ['log(user)\n  sendEvent', 'other(missing'],
    ...{ members: [], doubtful: [] },
  })
  expect(beyond({ names: ['log', 'sendEvent', 'missing'], complete: true }).names).toEqual([])
})

test('where nothing is known, or not all, nothing is refused', () => {
  expect(beyond({ names: ['log'], complete: false }).names).toEqual([])
  expect(beyond({ names: ['log'], complete: true }, 'a.css').names).toEqual([])
})

test('without a server that knows all, what the file does not have is doubtful', () => {
  const doubtful = (path: string, scopes = createScopes()) => outOfScope(found, text, { path, offset }, scopes).doubtful
  expect(doubtful('a.ts')).toEqual(['log', 'log(user)\n  sendEvent', 'other(missing'])
  expect(beyond({ names: ['log', 'missing'], complete: false }).doubtful).toEqual(['log(user)\n  sendEvent'])
  // Its folder may have it.
  expect(doubtful('a.go')).toEqual([])
})

test('what the continuation makes itself is there, and what may be the beginning of a name', () => {
  const texts = ['const made = user\n  made()', 'lo']
  expect(beyond({ names: ['log'], complete: true }, 'a.ts', texts).names).toEqual([])
  expect(beyond({ names: ['log'], complete: true }, 'a.ts', ['other(lov']).names).toEqual(['other(lov'])
})

test('of what has known members, there are no others', () => {
  const scopes = createScopes()
  const source = 'f(box) {\n  return box.\n}\n'
  const at = source.indexOf('box.') + 4
  scopes.add({ path: 'a.ts', offset: at, kind: 'members', names: ['width'], complete: true }, source)
  const caret = { path: 'a.ts', offset: at }
  const texts = ['width', 'widths', 'width + box.depth * tube.depth', 'wid']
  expect(outOfScope(texts, source, caret, scopes)).toEqual({
    members: ['widths', 'width + box.depth'],
    ...{ names: [], doubtful: [] },
  })
})
