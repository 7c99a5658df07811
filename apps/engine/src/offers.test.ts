import type { LocalOffers } from '@caret/protocol'
import { expect, test, vi } from 'vitest'
import { tellOffers } from './offers.ts'

test('a list comes at once, and after each change, and none is lost; an end lets go', async () => {
  const listeners = new Set<() => void>()
  let free = 0
  const list = async (): Promise<LocalOffers> => ({ offers: [], folder: '', freeBytes: free, memoryBytes: 0 })
  const onChange = (listener: () => void) => {
    listeners.add(listener)
    return { [Symbol.dispose]: () => void listeners.delete(listener) }
  }
  const set = (bytes: number) => {
    free = bytes
    for (const listener of listeners) listener()
  }
  const sent: number[] = []
  const abort = new AbortController()
  const ended = tellOffers({ list, onChange }, ({ freeBytes }) => sent.push(freeBytes), abort.signal)
  await vi.waitFor(() => expect(sent).toEqual([0]))
  // Many at once are told as one, the last.
  for (let bytes = 1; bytes <= 100; bytes++) set(bytes)
  await vi.waitFor(() => expect(sent).toEqual([0, 100]))
  abort.abort()
  expect(await ended).toEqual({})
  expect(listeners.size).toBe(0)
})
