import { expect, test } from 'vitest'
import { Outside } from './outside.ts'

test.each([
  ['a location', { uri: 'file:///usr/lib/a.d.ts', range: {} }],
  ['a list of links', [{ targetUri: 'file:///usr/lib/a.d.ts' }]],
  ['a list of symbols', [{ name: 'x', location: { uri: 'file:///usr/lib/a.d.ts' } }]],
])('%s names a file', (_name, result) => {
  const outside = new Outside()
  outside.note(result)
  expect(outside.has('/usr/lib/a.d.ts')).toBe(true)
  expect(outside.has('/usr/lib')).toBe(false)
  expect(outside.has('/usr/lib/../lib/a.d.ts')).toBe(false)
})

test.each([null, 3, 'file:///etc/passwd', { uri: 'http://x/etc/passwd' }, { items: [{ uri: 7 }] }])(
  '%j names none',
  (result) => {
    const outside = new Outside()
    outside.note(result)
    expect(outside.has('/etc/passwd')).toBe(false)
  },
)
