import { disconnected, RemoteError } from '@caret/protocol'
import { expect, test } from 'vitest'
import { untilAnswered } from './until-answered.ts'

test('what nobody has answered is asked again, what failed is not', async () => {
  let times = 0
  const ask = async () => {
    if (++times === 1) throw new RemoteError('The engine went away.', disconnected)
    return times
  }
  expect(await untilAnswered(ask)).toBe(2)
  const fail = async () => {
    times++
    throw new RemoteError('No.', 'Other')
  }
  await expect(untilAnswered(fail)).rejects.toThrow('No.')
  expect(times).toBe(3)
})
