import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Holders } from './holders.ts'

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
