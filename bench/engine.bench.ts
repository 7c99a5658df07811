import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FileChange } from '@caret/protocol'
import { CaretProcess } from './lib/caret-process.ts'
import { commonWord, makeLargeFolder, rareWord } from './lib/large-folder.ts'
import { measureEventLoop } from './lib/loop-phases.ts'
import { allFiles, Page } from './lib/page.ts'
import { type Measures, openReport } from './lib/report.ts'
import { median, percentile } from './lib/statistics.ts'
import { TemporaryFolder } from './lib/temporary.ts'

/**
 * The engine beside the editor, in real `caret` processes: over an empty folder, and over a git repository of 100,000 files
 * that is made for it. A page is the editor's services over a real WebSocket. Medians of `--runs` (5).
 */
const report = openReport('engine')
const { runs, say } = report
using temporary = new TemporaryFolder()
const [small, large] = [temporary.at('small'), temporary.at('large')]
mkdirSync(small)
writeFileSync(join(small, 'readme.md'), '# Small\n')
writeFileSync(join(small, 'one.bin'), new Uint8Array(2 ** 20).fill(97))
writeFileSync(join(small, 'fifty.bin'), new Uint8Array(50 * 2 ** 20).fill(97))
mkdirSync(large)
say('Making a folder of 100,000 files …')
await makeLargeFolder(large)

const measures: Measures = { start_ms: {}, idle_bytes: {} }
for (const [name, folder] of Object.entries({ small, large })) {
  say(`Starting over the ${name} folder …`)
  const starts: { startMs: number; idle: number }[] = []
  for (let run = 0; run < runs; run++) starts.push(await start(folder))
  ;(measures.start_ms as Measures)[name] = median(starts.map(({ startMs }) => startMs))
  ;(measures.idle_bytes as Measures)[name] = median(starts.map(({ idle }) => idle))
}
say('Names, searches and changes over the large folder …')
Object.assign(measures, await inLargeFolder())
say('Files and calls …')
Object.assign(measures, await inSmallFolder())
say('The event loop …')
measures.event_loop_ms = await measureEventLoop(large, temporary.at('loop-data'))
report.end(measures)

/** From the process's start to its address; and its memory with a page, after five quiet seconds. */
async function start(folder: string): Promise<{ startMs: number; idle: number }> {
  using data = new TemporaryFolder()
  await using caret = await CaretProcess.start(folder, data.path)
  using _page = await Page.open(caret.url)
  await sleep(5000)
  return { startMs: caret.startMs, idle: caret.residentBytes() }
}

async function inLargeFolder(): Promise<Measures> {
  using data = new TemporaryFolder()
  await using caret = await CaretProcess.start(large, data.path)
  using page = await Page.open(caret.url)
  const quickOpen = { ...allFiles, name: 'module4242', limit: 512 }
  const times = collect()
  for (let run = 0; run < runs; run++) {
    // A new file makes the engine forget the names that it had.
    await change(page, join(large, `new${run}.md`), times('change'))
    await times('quick open, first')(() => page.search.files(quickOpen))
    await times('quick open, next')(() => page.search.files(quickOpen))
    await change(page, join(large, `other${run}.md`))
    await times('all names')(() => page.search.files(allFiles))
    for (const [name, word] of Object.entries({ rare: rareWord, common: commonWord })) {
      const begin = performance.now()
      let first: number | undefined
      await times(`search ${name}`)(() =>
        page.find(word, () => {
          first ??= performance.now() - begin
        }),
      )
      times(`search ${name}, first`).note(first ?? Number.NaN)
    }
    await times('git status')(() => page.git.status({}))
  }
  const of = (name: string) => median(times(name).all)
  return {
    change_to_event_ms: of('change'),
    quick_open_ms: { first: of('quick open, first'), next: of('quick open, next'), all_names: of('all names') },
    search_ms: {
      rare: { first: of('search rare, first'), whole: of('search rare') },
      common: { first: of('search common, first'), whole: of('search common') },
    },
    git_status_ms: of('git status'),
  }
}

/** Changes a file on disk, as another program would, until the page is told. */
async function change(page: Page, path: string, timed: <T>(work: () => Promise<T>) => Promise<T> = (work) => work()) {
  await timed(async () => {
    let listener: Disposable | undefined
    await new Promise<void>((resolve) => {
      listener = page.files.on('changed', (changes: FileChange[]) => {
        if (changes.some((change) => change.path === path)) resolve()
      })
      appendFileSync(path, 'A line.\n')
    })
    listener?.[Symbol.dispose]()
  })
}

async function inSmallFolder(): Promise<Measures> {
  using data = new TemporaryFolder()
  await using caret = await CaretProcess.start(small, data.path)
  using page = await Page.open(caret.url)
  const times = collect()
  for (let run = 0; run < runs; run++) {
    await times('1')(() => page.files.read({ path: join(small, 'one.bin') }))
    await times('50')(() => page.files.read({ path: join(small, 'fifty.bin') }))
  }
  for (let call = 0; call < 1000; call++) await times('call')(() => page.engine.info({}))
  const calls = times('call').all
  return {
    read_ms: { mib_1: median(times('1').all), mib_50: median(times('50').all) },
    call_ms: { p50: percentile(calls, 0.5), p95: percentile(calls, 0.95) },
  }
}

/** Times by name. */
function collect() {
  const known = new Map<string, ReturnType<typeof create>>()
  const create = () => {
    const all: number[] = []
    const timed = async <T>(work: () => Promise<T>): Promise<T> => {
      const begin = performance.now()
      const result = await work()
      all.push(performance.now() - begin)
      return result
    }
    return Object.assign(timed, { all, note: (value: number) => void all.push(value) })
  }
  return (name: string) => {
    if (!known.has(name)) known.set(name, create())
    return known.get(name)!
  }
}
