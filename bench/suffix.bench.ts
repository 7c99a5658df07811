import { buildCorpus, SuffixModel } from '@caret/suffix'
import { memory } from './lib/memory.ts'
import { type Measures, openReport } from './lib/report.ts'
import { readSources } from './lib/sources.ts'
import { percentile } from './lib/statistics.ts'

/**
 * The language model of a codebase by its size, over the sources of the installed packages: building it, memory, and the
 * time of a question at `--runs` (400) places in the middle of lines, with the file as it was before.
 */
const report = openReport('suffix', 400)
const measures: Measures = { build_ms: {}, first_ms: {}, replace_ms: {}, memory_bytes: {}, question_ms: {} }
const add = (name: string, size: string, value: number | Measures) => ((measures[name] as Measures)[size] = value)

for (const lines of [10_000, 100_000, 1_000_000]) {
  const size = `lines_${lines}`
  report.say(`${lines} lines …`)
  const files = readSources(lines)
  const before = memory()
  let started = performance.now()
  const model = new SuffixModel(buildCorpus(files))
  add('build_ms', size, performance.now() - started)

  const questions = placesIn(files, report.runs)
  const times = questions.map(({ path, text, offset }) => {
    const start = performance.now()
    model.continuations({ path, before: text.slice(0, offset), after: text.slice(offset, offset + 400), limit: 64 })
    return performance.now() - start
  })
  // The first makes the array over the shapes.
  add('first_ms', size, times[0]!)
  const later = times.slice(1).sort((a, b) => a - b)
  add('question_ms', size, { p50: percentile(later, 0.5), p95: percentile(later, 0.95) })

  started = performance.now()
  for (const { path, text } of questions.slice(0, 20)) model.replace(path, `${text}\n`)
  add('replace_ms', size, (performance.now() - started) / 20)
  add('memory_bytes', size, memory() - before)
  if (model.changed < 0) throw new Error('The model is needed up to here.')
}
report.end(measures)

function placesIn(files: readonly [path: string, text: string][], count: number) {
  let seed = 7
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return seed % below
  }
  return Array.from({ length: count }, () => {
    const [path, text] = files[random(files.length)]!
    return { path, text, offset: random(text.length + 1) }
  })
}
