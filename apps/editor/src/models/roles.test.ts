import type { ModelProvider } from '@caret/protocol'
import { expect, test } from 'vitest'
import { reasonOf } from './roles.ts'

const provider = (name: string, own: Partial<ModelProvider>): ModelProvider => ({
  ...{ name, label: name.toUpperCase(), kind: name, local: false, baseURL: '', key: 'not needed' },
  ...{ state: 'answers', detail: '', models: [] },
  ...own,
})
const providers = [
  provider('hosted', { key: 'environment' }),
  provider('here', { local: true }),
  provider('own', { label: 'own' }),
]

test.each([
  [['hosted/a'], false, 'HOSTED has a key.'],
  [['here/a'], false, 'HERE runs on this machine.'],
  [['own/a'], false, 'own is in your settings.'],
  [['hosted/a', 'here/b', 'own/c'], true, 'Your choice. When it is down: here/b, then own/c.'],
])('%j serves, chosen: %j', (models, set, why) => {
  expect(reasonOf({ role: 'fast', models, set }, providers)).toBe(why)
})

test('nobody serves what nobody can, and a wrong choice is told of', () => {
  expect(reasonOf({ role: 'fast', models: [], set: false, problem: 'x' }, providers)).toContain('a key')
  expect(reasonOf({ role: 'tab', models: [], set: false, problem: 'x' }, providers)).toContain('coder model')
  expect(reasonOf({ role: 'tab', models: [], set: true, problem: 'No provider x.' }, providers)).toBe('No provider x.')
})
