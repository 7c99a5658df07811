import { expect, test } from 'vitest'
import { lookUp, merge } from './settings.ts'

test('a setting is found by its dotted name, whole or in parts', () => {
  const settings = { css: { lint: { zeroUnits: 'ignore' } }, 'js/ts': { a: 1 }, '[yaml]': { 'editor.tabSize': 2 } }
  expect(lookUp(settings, 'css.lint.zeroUnits')).toBe('ignore')
  expect(lookUp(settings, 'js/ts.a')).toBe(1)
  expect(lookUp(settings, '[yaml]')).toEqual({ 'editor.tabSize': 2 })
  expect(lookUp(settings, '[yaml].editor.tabSize')).toBe(2)
  expect(lookUp(settings, 'css.absent.deep')).toBeUndefined()
  expect(lookUp(settings, '')).toBe(settings)
})

test('settings are laid over others object by object', () => {
  const base = { a: { b: 1, c: [1, 2] }, d: 1 }
  expect(merge(base, { a: { c: [3] }, d: undefined, e: null })).toEqual({ a: { b: 1, c: [3] }, d: 1, e: null })
  expect(base).toEqual({ a: { b: 1, c: [1, 2] }, d: 1 })
  expect(merge({}, JSON.parse('{ "__proto__": { "polluted": true } }'))).toEqual({})
})
