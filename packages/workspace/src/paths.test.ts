import { resolve, sep } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinPath, nameOf, normalizePath, parentOf } from './paths.ts'

const segment = fc.constantFrom('a', 'b.ts', '..', '.', '', '...', ' ', '..a', '\\', 'C:', 'é')
const anyPath = fc.oneof(
  fc.string(),
  fc.array(segment).map((parts) => parts.join('/')),
  fc.array(segment).map((parts) => parts.join('\\')),
)

test('a path either stays inside or is refused', () => {
  fc.assert(
    fc.property(anyPath, fc.boolean(), (path, windows) => {
      let normal: string
      try {
        normal = normalizePath(path, windows)
      } catch (error) {
        expect(error).toMatchObject({ code: 'OutsideWorkspace' })
        return
      }
      expect(`${resolve('/root', normal)}${sep}`.startsWith(`/root${sep}`)).toBe(true)
      const parts = normal === '' ? [] : normal.split('/')
      for (const part of parts) expect(['', '.', '..']).not.toContain(part)
      expect(normalizePath(normal, windows)).toBe(normal)
    }),
  )
})

test('what does not climb above the root is what the disk would make of it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', '..', '.', '')), (parts) => {
      const path = ['x', 'y', ...parts].join('/')
      const expected = resolve('/', path)
      const climbs = parts.reduce((depth, part) => (depth < 0 ? depth : depth + depthOf(part)), 2) < 0
      if (climbs) expect(() => normalizePath(path, false)).toThrow(/leads out/)
      else expect(`/${normalizePath(path, false)}`).toBe(expected)
    }),
  )
})

const depthOf = (part: string) => (part === '..' ? -1 : part === '' || part === '.' ? 0 : 1)

test('Windows knows more ways out', () => {
  for (const path of ['..\\x', 'a\\..\\..\\x', '\\x', 'C:\\x', 'c:x', 'a:stream', '\\\\host\\share']) {
    expect(() => normalizePath(path, true)).toThrow(/cannot be used/)
  }
  expect(normalizePath('a\\b', true)).toBe('a/b')
  expect(normalizePath('a\\b', false)).toBe('a\\b')
})

test('parent and name make the path again', () => {
  for (const path of ['a', 'a/b', 'a/b/c.ts']) expect(joinPath(parentOf(path), nameOf(path))).toBe(path)
  expect(parentOf('a')).toBe('')
})
