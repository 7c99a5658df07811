import { appendFile, mkdir, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Tokens } from './prices.ts'

/** What one request used. */
export interface Usage extends Tokens {
  /** ISO 8601. */
  time: string
  /** `provider/model`. */
  model: string
  /** US dollars; missing where the price is not known. */
  cost?: number
  /** The request was cut short, and the tokens are counted from its text. */
  estimated?: true
  /** It only warmed the provider's cache. */
  warming?: true
}

export interface ModelUsage extends Tokens {
  model: string
  requests: number
  /** US dollars, of the requests whose price is known. */
  cost: number
  /** Requests whose price is not known. */
  unpriced: number
}

/** What a day's requests used, by model. */
export interface DayUsage {
  /** The user's own date, `2026-11-26`. */
  day: string
  cost: number
  unpriced: number
  models: ModelUsage[]
}

/**
 * What was used, a file for each day with a line for each request. Engines of several folders append to the same file, and each
 * reads what the others wrote, so that a day's budget is one.
 */
export class UsageLog {
  #today = { day: '', read: 0, cost: 0, rest: '' }
  #written: Promise<void> = Promise.resolve()

  constructor(
    private readonly folder: string,
    private readonly now: () => Date,
  ) {}

  /** Resolves once it is on the disk. */
  add(usage: Usage): Promise<void> {
    const line = `${JSON.stringify(usage)}\n`
    const next = this.#written.then(async () => {
      await mkdir(this.folder, { recursive: true, mode: 0o700 })
      await appendFile(this.#file(dayOf(new Date(usage.time))), line, { mode: 0o600 })
    })
    this.#written = next.catch(() => {})
    return next
  }

  /** US dollars that today's requests cost, as far as their prices are known. */
  async spentToday(): Promise<number> {
    await this.#written
    const day = dayOf(this.now())
    if (this.#today.day !== day) this.#today = { day, read: 0, cost: 0, rest: '' }
    const today = this.#today
    const added = await readFrom(this.#file(day), today.read)
    today.read += added.byteLength
    const lines = (today.rest + added.toString('utf8')).split('\n')
    today.rest = lines.pop() ?? ''
    for (const line of lines) today.cost += parseLine(line)?.cost ?? 0
    return today.cost
  }

  /** The last days on which something was used, the newest first. */
  async days(limit: number): Promise<DayUsage[]> {
    await this.#written
    const names = await readdir(this.folder).catch(() => [])
    const days = names.flatMap((name) => /^(\d{4}-\d\d-\d\d)\.jsonl$/.exec(name)?.[1] ?? [])
    const newest = days.sort().reverse().slice(0, limit)
    return Promise.all(newest.map(async (day) => sum(day, (await readFrom(this.#file(day), 0)).toString('utf8'))))
  }

  /** Resolves when all is written. */
  settled(): Promise<void> {
    return this.#written
  }

  #file(day: string): string {
    return join(this.folder, `${day}.jsonl`)
  }
}

/** The local date: a budget is the user's day. */
export function dayOf(time: Date): string {
  const pad = (n: number) => String(n).padStart(2, '0')
  return `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`
}

async function readFrom(file: string, start: number): Promise<Buffer> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (!handle) return Buffer.alloc(0)
  try {
    const { size } = await handle.stat()
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.max(0, size - start)), 0, null, start)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** A line that a crash cut short is no reason to refuse the others. */
function parseLine(line: string): Usage | undefined {
  try {
    return JSON.parse(line) as Usage
  } catch {
    return undefined
  }
}

function sum(day: string, text: string): DayUsage {
  const models = new Map<string, ModelUsage>()
  for (const line of text.split('\n')) {
    const usage = parseLine(line)
    if (!usage) continue
    const { model } = usage
    const before = models.get(model) ?? emptyUsage(model)
    models.set(model, {
      model,
      requests: before.requests + 1,
      input: before.input + usage.input,
      output: before.output + usage.output,
      cacheRead: before.cacheRead + usage.cacheRead,
      cacheWrite: before.cacheWrite + usage.cacheWrite,
      reasoning: before.reasoning + usage.reasoning,
      cost: before.cost + (usage.cost ?? 0),
      unpriced: before.unpriced + (usage.cost === undefined ? 1 : 0),
    })
  }
  const all = [...models.values()].sort((a, b) => b.cost - a.cost || b.requests - a.requests)
  const total = (of: (usage: ModelUsage) => number) => all.reduce((before, usage) => before + of(usage), 0)
  return { day, cost: total((usage) => usage.cost), unpriced: total((usage) => usage.unpriced), models: all }
}

const emptyUsage = (model: string): ModelUsage => ({
  ...{ model, requests: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0, cost: 0, unpriced: 0 },
})
