import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CaretProcess } from './caret-process.ts'
import { commonWord } from './large-folder.ts'
import { allFiles, Page } from './page.ts'
import type { Measures } from './report.ts'
import { tidy } from './statistics.ts'

/**
 * How long the engine's event loop is held while it does what is heavy. The rule of the house: no task above 20 ms.
 * For each occupation: `max` and `p99` of the loop's delays, and `cpu`, the longest task by the main thread's own time.
 */
export async function measureEventLoop(folder: string, dataFolder: string): Promise<Measures> {
  await using caret = await CaretProcess.start(folder, dataFolder, { watched: true })
  await caret.loopDelays()
  const measures: Measures = {}
  const during = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    await caret.loopDelays()
    const result = await work()
    const { max, p99, cpu } = await caret.loopDelays()
    measures[name] = { max: tidy(max), p99: tidy(p99), cpu: tidy(cpu) }
    return result
  }
  using page = await during('opening', async () => {
    const opened = await Page.open(caret.url)
    await sleep(2000)
    return opened
  })
  await during('quick_open', () => page.search.files({ ...allFiles, name: 'module4242', limit: 512 }))
  await during('all_names', () => page.search.files(allFiles))
  await during('search', () => page.find(commonWord))
  await during('git_status', () => page.git.status({}))
  await during('terminal_flood', () => page.terminal('seq 1 1000000'))
  await during('changes_on_disk', async () => {
    touchMany(folder)
    await sleep(3000)
  })
  const big = join(folder, 'big.log')
  writeFileSync(big, new Uint8Array(50 * 2 ** 20).fill(97))
  await during('read_50_mib', () => page.files.read({ path: big }))
  await during('idle', () => sleep(3000))
  return measures
}

/** As a checkout or a formatter would: five thousand files at once. */
function touchMany(folder: string): void {
  const now = new Date()
  let left = 5000
  for (const name of readdirSync(join(folder, 'packages'))) {
    const source = join(folder, 'packages', name, 'src')
    for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue
      utimesSync(join(entry.parentPath, entry.name), now, now)
      if (--left === 0) return
    }
  }
}
