import { expect, test } from 'vitest'
import { createRedactor } from './redact.ts'

const key = 'my own key / with signs+='
const { text, json } = createRedactor(() => [key, 'abc'])

test('takes out the keys it knows, wherever they stand', () => {
  expect(text(`Incorrect API key provided: ${key}.`)).toBe('Incorrect API key provided: [redacted].')
  expect(json({ a: [`x${key}y`], b: { c: key } })).toEqual({ a: ['x[redacted]y'], b: { c: '[redacted]' } })
})

test('takes out a key within JSON within a string', () => {
  const secret = 'back\\slash "quoted"'
  const { json } = createRedactor(() => [secret])
  expect(json({ input: JSON.stringify({ key: secret }) })).toEqual({ input: '{"key":"[redacted]"}' })
})

test.each([
  'sk-ant-api03-AbCdEfGhIjKlMnOp_-x',
  'sk-proj-0123456789abcdefXYZ',
  `AIza${'a1_-'.repeat(9)}`,
  `ghp_${'a'.repeat(36)}`,
  'AKIAABCDEFGHIJKLMNOP',
])('takes out what looks like a key: %s', (secret) => {
  expect(text(`x = "${secret}"`)).toBe('x = "[redacted]"')
})

test('takes out bearer tokens', () => {
  expect(text('Authorization: Bearer 0123456789abcdef0123')).toBe('Authorization: Bearer [redacted]')
})

test('leaves ordinary text alone', () => {
  const code = 'const abc = task-runner-of-some-length; // disk-0123456789abcdefgh'
  expect(text(code)).toBe(code)
  expect(json({ n: 1, t: true, z: null })).toEqual({ n: 1, t: true, z: null })
})

test('bytes become their number', () => {
  expect(json({ data: new Uint8Array(3) })).toEqual({ data: '[3 bytes]' })
})
