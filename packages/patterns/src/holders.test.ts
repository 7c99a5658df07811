import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Holders, nearest } from './holders.ts'

test('a token has the files that were added and not deleted, as a set of each would say', () => {
  const path = fc.constantFrom('a', 'b', 'c', 'd')
  const step = fc.record({ token: fc.nat(2), path, add: fc.boolean() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const holders = new Holders()
      const sets = [0, 1, 2].map(() => new Set<string>())
      for (const { token, path, add } of steps) {
        if (add) holders.add(token, path)
        else holders.delete(token, path)
        sets[token]![add ? 'add' : 'delete'](path)
      }
      for (const [token, set] of sets.entries()) {
        const paths = holders.of(token)
        expect([...paths].sort()).toEqual([...set].sort())
        expect(paths.size).toBe(set.size)
        for (const each of 'abcd') expect(paths.has(each)).toBe(set.has(each))
      }
    }),
  )
})

test('the nearest files are those given, then those in the folder of the first, then the others, each once', () => {
  const path: fc.Arbitrary<string> = fc.constantFrom('a/x', 'a/y', 'a/b/x', 'b/x', 'b/y', 'z')
  fc.assert(
    fc.property(fc.uniqueArray(path), fc.uniqueArray(path, { maxLength: 2 }), fc.nat(7), (files, order, most) => {
      const holders = new Holders()
      for (const file of files) holders.add(0, file)
      const folder = order[0]?.slice(0, order[0].lastIndexOf('/') + 1) ?? ''
      const rank = (file: string) => (order.includes(file) ? order.indexOf(file) : file.startsWith(folder) ? 2 : 3)
      const expected = files.toSorted((a, b) => rank(a) - rank(b)).slice(0, most)
      expect(nearest(holders.of(0), order, most)).toEqual(expected)
    }),
  )
})
