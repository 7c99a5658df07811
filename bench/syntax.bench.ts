import { imports, outline, references, syntaxErrors } from '@caret/syntax'
import { type Measures, openReport } from './lib/report.ts'
import { readSources } from './lib/sources.ts'
import { percentile } from './lib/statistics.ts'

/**
 * Questions about a file of 2,000 and of 20,000 lines, by language: how long an answer takes, and how long meanwhile the event
 * loop is held at once; and the very first answer, for which the grammar and its queries are compiled. The files are made of
 * the installed packages' sources.
 */
const report = openReport('syntax')
const measures: Measures = { first_ms: {}, median_ms: {}, held_ms: {} }
const doors = {
  syntaxErrors: (path: string, text: string) => syntaxErrors(path, text),
  imports: (path: string, text: string) => imports(path, text),
  outline: (path: string, text: string) => outline(path, text),
  references: (path: string, text: string) => references(path, text),
}

const sources = readSources(400_000)
for (const extension of ['ts', 'js', 'py']) {
  const texts = sources.filter(([path]) => path.endsWith(`.${extension}`)).map(([, text]) => text)
  const lines = texts.join('\n').split('\n')
  for (const count of [2000, 20_000]) {
    if (lines.length < count) continue
    const size = `${extension}_${count}`
    report.say(`${size} …`)
    const text = lines.slice(0, count).join('\n')
    for (const [name, ask] of Object.entries(doors)) {
      const runs: { ms: number; held: number }[] = []
      for (let run = 0; run <= report.runs; run++) runs.push(await watch(() => ask(`a.${extension}`, text)))
      const add = (kind: string, value: number) => ((measures[kind] as Measures)[`${size}_${name}`] = value)
      add('first_ms', runs[0]!.ms)
      const later = (key: 'ms' | 'held') =>
        runs
          .slice(1)
          .map((run) => run[key])
          .sort((a, b) => a - b)
      add('median_ms', percentile(later('ms'), 0.5))
      add('held_ms', percentile(later('held'), 0.5))
    }
  }
}
report.end(measures)

/** How long something takes, and the longest time between two turns of the event loop meanwhile. */
async function watch(act: () => Promise<unknown>): Promise<{ ms: number; held: number }> {
  let held = 0
  let last = performance.now()
  const turn = () => {
    const now = performance.now()
    held = Math.max(held, now - last)
    last = now
  }
  let watching: NodeJS.Immediate
  const again = () => {
    turn()
    watching = setImmediate(again)
  }
  watching = setImmediate(again)
  const start = performance.now()
  await act()
  const ms = performance.now() - start
  turn()
  clearImmediate(watching)
  return { ms, held }
}
