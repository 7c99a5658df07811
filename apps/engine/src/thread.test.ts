import { Worker } from 'node:worker_threads'
import { defineService, request } from '@caret/protocol'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { openThread } from './thread.ts'

const service = defineService('shop', { price: request(z.object({ of: z.string() }), z.number()) })

test('what waits for a thread that dies is told so, and the next question starts another', async () => {
  let started = 0
  const start = () => {
    started++
    return new Worker("require('node:worker_threads').parentPort.on('message', () => process.exit(1))", { eval: true })
  }
  await using thread = openThread(start, service)
  await expect(thread.client().price({ of: 'tea' })).rejects.toThrow()
  await expect(thread.client().price({ of: 'milk' })).rejects.toThrow()
  expect(started).toBe(2)
})
