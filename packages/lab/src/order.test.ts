import fc from 'fast-check'
import { expect, test } from 'vitest'
import { humanOrder } from './order.ts'

const put = (inserted: string, removed = '') => ({ removed, inserted })

test('a declaration comes before its uses, and the rest stays as it is', () => {
  const changes = [put('call(fresh)'), put('other'), put('function fresh() {}'), put('fresh()')]
  expect(humanOrder(changes)).toEqual([1, 2, 0, 3])
})

test('a name that was there before is not declared', () => {
  expect(humanOrder([put('a(b)'), put('const b = 2', 'const b = 1')])).toEqual([0, 1])
})

test('uses in a circle keep their order', () => {
  expect(humanOrder([put('const a = b'), put('const b = a')])).toEqual([0, 1])
})

test('every change has its turn once', () => {
  const change = fc.constantFrom('const a = b', 'b = c', 'def c(a):', 'x', '').map((inserted) => put(inserted))
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      expect(humanOrder(changes).toSorted((a, b) => a - b)).toEqual([...changes.keys()])
    }),
  )
})
