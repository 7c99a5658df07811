import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { holdAlt } from './hold-alt.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function keyboard(wanted = true) {
  const target = new EventTarget()
  const heard: string[] = []
  holdAlt(target, { wanted: () => wanted, start: () => heard.push('start'), end: () => heard.push('end') })
  const send = (type: string, key?: string, more = {}) => {
    const event = Object.assign(new Event(type, { cancelable: true }), { key, ...more })
    target.dispatchEvent(event)
    return event.defaultPrevented
  }
  const wait = () => vi.advanceTimersByTime(1_000)
  return { heard, send, wait }
}

test('Alt alone, held for a moment, is told, and that it is let go', () => {
  const { heard, send, wait } = keyboard()
  send('keydown', 'Alt')
  wait()
  send('keydown', 'Alt', { repeat: true })
  expect(heard).toEqual(['start'])
  send('keydown', 'Tab', { altKey: true })
  expect(send('keyup', 'Alt')).toBe(true)
  expect(heard).toEqual(['start', 'end'])
})

test('a short press, a combination, and a press that means nothing are none', () => {
  const { heard, send, wait } = keyboard()
  send('keydown', 'Alt')
  expect(send('keyup', 'Alt')).toBe(false)
  wait()
  send('keydown', 'Alt')
  send('keydown', 'ArrowUp', { altKey: true })
  wait()
  send('keydown', 'Alt', { shiftKey: true })
  wait()
  send('keydown', 'Alt')
  send('mousedown')
  wait()
  const unwanted = keyboard(false)
  unwanted.send('keydown', 'Alt')
  unwanted.wait()
  expect([...heard, ...unwanted.heard]).toEqual([])
})

test('a window that loses the focus hears no more of the key', () => {
  const { heard, send, wait } = keyboard()
  send('keydown', 'Alt')
  wait()
  send('blur')
  send('keyup', 'Alt')
  expect(heard).toEqual(['start', 'end'])
})
