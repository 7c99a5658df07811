import { expect, test } from 'vitest'
import { Limiter } from './limiter.ts'

const never = new AbortController().signal
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('lets so many through, the others in order', async () => {
  const limiter = new Limiter(2)
  const entered: number[] = []
  const places = [1, 2, 3, 4].map(async (n) => {
    const place = await limiter.enter(never)
    entered.push(n)
    return place
  })
  await turn()
  expect(entered).toEqual([1, 2])
  ;(await places[1]!)[Symbol.dispose]()
  await turn()
  expect(entered).toEqual([1, 2, 3])
  ;(await places[1]!)[Symbol.dispose]()
  await turn()
  expect(entered).toEqual([1, 2, 3])
  ;(await places[0]!)[Symbol.dispose]()
  await turn()
  expect(entered).toEqual([1, 2, 3, 4])
})

test('who gives up waiting takes no place', async () => {
  const limiter = new Limiter(1)
  const first = await limiter.enter(never)
  const abort = new AbortController()
  const second = limiter.enter(abort.signal)
  const third = limiter.enter(never)
  abort.abort(new Error('no longer'))
  await expect(second).rejects.toThrow('no longer')
  first[Symbol.dispose]()
  ;(await third)[Symbol.dispose]()
  await limiter.enter(never)
})
