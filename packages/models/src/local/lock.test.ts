import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { isLocked, takeLock } from './lock.ts'

let path: string

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'caret-lock-'))
  path = join(folder, 'sub', '.lock')
  return () => rmSync(folder, { recursive: true })
})

/** A process that is not: ids are smaller. */
const dead = JSON.stringify({ pid: 2 ** 22 + 1, id: 'gone' })

test('of many who want it in the same moment one gets it', async () => {
  const taken = await Promise.all(Array.from({ length: 20 }, () => takeLock(path)))
  expect(taken.filter((lock) => lock !== undefined)).toHaveLength(1)
  expect(await isLocked(path)).toBe(true)
  await taken.find((lock) => lock !== undefined)![Symbol.asyncDispose]()
  expect(existsSync(path)).toBe(false)
  await using again = await takeLock(path)
  expect(again).toBeDefined()
})

test('so it is with one that a killed process left', async () => {
  await (await takeLock(path))![Symbol.asyncDispose]()
  writeFileSync(path, dead)
  expect(await isLocked(path)).toBe(false)
  const taken = await Promise.all(Array.from({ length: 20 }, () => takeLock(path)))
  expect(taken.filter((lock) => lock !== undefined).length).toBe(1)
})

test('one that is not renewed is nobody’s, as its process id may be another’s', async () => {
  await using lock = await takeLock(path)
  const old = new Date(Date.now() - 120_000)
  utimesSync(path, old, old)
  expect(await isLocked(path)).toBe(false)
  expect(await lock!.renew()).toBe(true)
  expect(await isLocked(path)).toBe(true)
})

test('who has lost it hears so, and leaves it to the other', async () => {
  const lock = (await takeLock(path))!
  writeFileSync(path, dead)
  expect(await lock.renew()).toBe(false)
  await lock[Symbol.asyncDispose]()
  expect(readFileSync(path, 'utf8')).toBe(dead)
})
