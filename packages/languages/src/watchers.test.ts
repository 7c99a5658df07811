import { expect, test } from 'vitest'
import { globToRegExp, watchedChanges } from './watchers.ts'

test.each([
  ['**/*.ts', ['a.ts', 'a/b/c.ts'], ['a.tsx', 'a.ts/b']],
  ['*.{json,jsonc}', ['a.json', 'a.jsonc'], ['a/b.json', 'a.json5']],
  ['src/**', ['src/a', 'src/a/b'], ['lib/src/a']],
  ['**/{package,tsconfig}.json', ['package.json', 'x/tsconfig.json'], ['xpackage.json']],
  ['file?.[a-c]', ['file1.a', 'file2.c'], ['file.a', 'file1.d', 'file/.a']],
  ['[!a]b', ['cb'], ['ab']],
  ['a+(b).ts', ['a+(b).ts'], ['ab.ts']],
  ['{a,b', ['a', 'b'], ['c']],
])('%s', (glob, matching, other) => {
  const pattern = globToRegExp(glob)
  for (const path of matching) expect(path).toMatch(pattern)
  for (const path of other) expect(path).not.toMatch(pattern)
})

test('watchers name paths absolutely, relative to the folder, or relative to a base', () => {
  const watchers = [
    { globPattern: '/work/src/**/*', kind: 1 },
    { globPattern: { baseUri: 'file:///work/lib', pattern: '*.py' } },
    { globPattern: { baseUri: 'file:///elsewhere', pattern: '**' } },
  ]
  const registrations = [{ id: 'w', method: 'workspace/didChangeWatchedFiles', registerOptions: { watchers } }]
  const changes = watchedChanges('/work', registrations, [
    { path: 'src/a b.ts', kind: 'created' },
    { path: 'src/c.ts', kind: 'changed' },
    { path: 'lib/d.py', kind: 'deleted' },
    { path: 'e.py', kind: 'deleted' },
  ])
  expect(changes).toEqual([
    { uri: 'file:///work/src/a%20b.ts', type: 1 },
    { uri: 'file:///work/lib/d.py', type: 3 },
  ])
})
