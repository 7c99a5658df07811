import type { LocalOffer } from '@caret/protocol'
import { expect, test } from 'vitest'
import { factsOf, progressOf, statusOf } from './local.ts'

const offer: LocalOffer = {
  ...{ id: 'a', kind: 'model', label: 'A', about: '', roles: ['tab', 'fast'], host: 'example.com', accepted: false },
  ...{ licence: { name: 'MIT', url: 'https://example.com' }, model: 'a-1b', memoryBytes: 4e9 },
  ...{ state: 'absent', received: 0, total: 1.6e9 },
}

test('what is not there yet says what it is for; what is there, what it serves', () => {
  expect(statusOf(offer)).toBe('for tab, fast')
  expect(statusOf({ ...offer, state: 'paused' })).toBe('paused')
  const served = (role: 'tab' | 'smart', ...models: string[]) => ({ role, models, set: false })
  const roles = [served('tab', 'local/a-1b'), served('smart', 'anthropic/b', 'local/a-1b')]
  expect(statusOf({ ...offer, state: 'there' }, roles)).toBe('serves tab')
  expect(statusOf({ ...offer, state: 'there' }, [])).toBe('there')
})

test('its room is told, and where the machine is too small', () => {
  expect(factsOf(offer, 16e9)).toBe('1.6 GB on disk · 4 GB of memory · ')
  expect(factsOf(offer, 2e9)).toBe('1.6 GB on disk · 4 GB of memory, more than this machine’s 2 GB · ')
})

test('progress has a pace while it comes, and no end where nothing comes', () => {
  const half: LocalOffer = { ...offer, state: 'loading', received: 0.8e9 }
  expect(progressOf(half, undefined)).toBe('800 MB of 1.6 GB')
  const pace = { bytesPerSecond: 12e6, secondsLeft: 67 }
  expect(progressOf(half, pace)).toBe('800 MB of 1.6 GB · 12 MB/s · 2 min left')
  expect(progressOf(half, { bytesPerSecond: 0, secondsLeft: Infinity })).toBe('800 MB of 1.6 GB · 0 kB/s')
  expect(progressOf({ ...half, state: 'paused' }, pace)).toBe('800 MB of 1.6 GB')
})
