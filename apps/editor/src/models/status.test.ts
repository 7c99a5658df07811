import type { ModelProvider } from '@caret/protocol'
import { expect, test } from 'vitest'
import { isSetUp, standingOf } from './status.ts'

const provider = (own: Partial<ModelProvider>): ModelProvider => ({
  ...{ name: 'p', label: 'P', kind: 'p', local: false, baseURL: 'http://p/v1', key: 'not needed' },
  ...{ state: 'ready', detail: '', models: [] },
  ...own,
})

test('who answers says how fast, with what, and with whose key', () => {
  const told = standingOf(provider({ state: 'answers', ms: 420, models: ['a', 'b'], key: 'entered' }))
  expect(told).toMatchObject({ status: 'answers in 420 ms', detail: '2 models · http://p/v1 · key entered here' })
})

test('what is only missing is no error', () => {
  const noKey = provider({ state: 'incomplete', code: 'NoKey', key: 'missing', keyVariable: 'P_KEY' })
  expect(standingOf(noKey)).toMatchObject({ status: 'no key', tone: 'calm' })
  expect(standingOf(noKey).detail).toContain('P_KEY')
  const off = provider({ state: 'silent', code: 'Unreachable', local: true })
  expect(standingOf(off)).toMatchObject({ status: 'not running', tone: 'calm' })
  expect([noKey, off].some(isSetUp)).toBe(false)
})

test('an error says what to do', () => {
  const refused = provider({ state: 'silent', code: 'KeyRefused', detail: 'Enter another one.' })
  expect(standingOf(refused)).toMatchObject({ status: 'key refused', tone: 'bad', detail: 'Enter another one.' })
  expect(standingOf(provider({ state: 'silent', code: 'Unreachable' }))).toMatchObject({ tone: 'bad' })
  expect(isSetUp(refused)).toBe(true)
})
