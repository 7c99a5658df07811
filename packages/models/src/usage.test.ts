import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Usage, UsageLog } from './usage.ts'

let folder: string
beforeEach(() => void (folder = join(mkdtempSync(join(tmpdir(), 'caret-usage-')), 'usage')))
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

const at = (day: number, hour = 12) => new Date(2026, 10, day, hour)
const used = (time: Date, model: string, cost?: number): Usage => ({
  ...{ time: time.toISOString(), model, input: 10, output: 5, cacheRead: 2, cacheWrite: 0, reasoning: 1 },
  ...(cost !== undefined && { cost }),
})

test('sums a day by model, the dearest first, and tells what has no price', async () => {
  const log = new UsageLog(folder, () => at(26))
  await log.add(used(at(25), 'a/x', 3))
  await log.add(used(at(26), 'a/x', 0.25))
  await log.add(used(at(26), 'a/x', 0.5))
  await log.add(used(at(26), 'b/y', 1))
  await log.add(used(at(26), 'b/z'))
  const days = await log.days(10)
  expect(days.map(({ day, cost, unpriced }) => [day, cost, unpriced])).toEqual([
    ['2026-11-26', 1.75, 1],
    ['2026-11-25', 3, 0],
  ])
  expect(days[0]!.models.map(({ model }) => model)).toEqual(['b/y', 'a/x', 'b/z'])
  expect(days[0]!.models[1]).toMatchObject({ requests: 2, input: 20, output: 10, cacheRead: 4, reasoning: 2 })
})

test('what another engine spends counts for the same day', async () => {
  const [a, b] = [new UsageLog(folder, () => at(26)), new UsageLog(folder, () => at(26))]
  expect(await a.spentToday()).toBe(0)
  await b.add(used(at(26), 'a/x', 2))
  expect(await a.spentToday()).toBe(2)
  await a.add(used(at(26), 'a/x', 1))
  expect(await a.spentToday()).toBe(3)
  expect(await b.spentToday()).toBe(3)
})

test('a new day begins with nothing spent', async () => {
  let now = at(26, 23)
  const log = new UsageLog(folder, () => now)
  await log.add(used(now, 'a/x', 2))
  expect(await log.spentToday()).toBe(2)
  now = at(27, 1)
  expect(await log.spentToday()).toBe(0)
})

test('a line that was cut short is passed over', async () => {
  const log = new UsageLog(folder, () => at(26))
  await log.add(used(at(26), 'a/x', 2))
  appendFileSync(join(folder, '2026-11-26.jsonl'), '{"time":"2026\n')
  await log.add(used(at(26), 'a/x', 1))
  expect(await log.spentToday()).toBe(3)
  expect((await log.days(1))[0]?.models[0]?.requests).toBe(2)
})

test('is for the user alone', async () => {
  const log = new UsageLog(folder, () => at(26))
  await log.add(used(at(26), 'a/x', 2))
  expect(statSync(folder).mode & 0o077).toBe(0)
  expect(statSync(join(folder, '2026-11-26.jsonl')).mode & 0o077).toBe(0)
})
