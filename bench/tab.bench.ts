import { createPredictor } from '@caret/tab'
import { memory } from './lib/memory.ts'
import { type Measures, openReport } from './lib/report.ts'
import { readSources } from './lib/sources.ts'
import { percentile } from './lib/statistics.ts'

/**
 * The predictor by the size of the folder, over the sources of the installed packages: getting ready, rehearsing, memory (the texts
 * included), and the time of a prediction after each of `--runs` (100) edits that change a word, five in each file.
 */
const report = openReport('tab', 100)
const measures: Measures = { ready_ms: {}, rehearse_ms: {}, memory_bytes: {}, predict_ms: {} }
const add = (name: string, size: string, value: number | Measures) => ((measures[name] as Measures)[size] = value)

/** UTF-16 units: the engine reads no more of a folder. */
const mostText = 40_000_000

const before = memory()
for (const lines of [10_000, 100_000, 1_000_000]) {
  const size = `lines_${lines}`
  report.say(`${lines} lines …`)
  const files = new Map<string, string>()
  let text = 0
  for (const [path, source] of readSources(lines)) {
    text += source.length
    if (text <= mostText) files.set(path, source)
  }
  await using predictor = createPredictor()
  const started = performance.now()
  await predictor.open({
    files: new Map([...files.keys()].map((path) => [path, path])),
    read: async (path) => files.get(path)!,
  })
  add('ready_ms', size, performance.now() - started)
  const rehearsed = performance.now()
  for (const _ of predictor.rehearse());
  add('rehearse_ms', size, performance.now() - rehearsed)
  add('memory_bytes', size, memory() - before)

  const times: number[] = []
  const paths = [...files.keys()]
  for (let run = 0; run < report.runs; run++) {
    const path = paths[Math.floor((Math.floor(run / 5) * 7919) % paths.length)]!
    const text = files.get(path)!
    const word = /[A-Za-z]{4,}/g
    word.lastIndex = Math.floor((text.length / 6) * (run % 5))
    const found = word.exec(text)
    if (!found) continue
    const edit = { path, offset: found.index, remove: found[0].length, insert: `${found[0]}Next` }
    predictor.record(edit)
    files.set(path, text.slice(0, edit.offset) + edit.insert + text.slice(edit.offset + edit.remove))
    const asked = performance.now()
    await predictor.predict({ path, offset: edit.offset + edit.insert.length })
    times.push(performance.now() - asked)
    predictor.rest()
  }
  times.sort((a, b) => a - b)
  add('predict_ms', size, { p50: percentile(times, 0.5), p95: percentile(times, 0.95) })
}
report.end(measures)
