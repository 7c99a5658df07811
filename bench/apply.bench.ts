import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { applyCases, judgeApply } from '@caret/lab'
import { type Measures, openReport } from './lib/report.ts'
import { readSources } from './lib/sources.ts'
import { percentile, tidy } from './lib/statistics.ts'
import { TemporaryFolder } from './lib/temporary.ts'

/**
 * The time that a sketch of any form takes to become the file, by the file's size: sources of the installed packages in one file,
 * `--runs` (30) commits that change three places of it each, and all the forms that `caret eval apply` makes of them. Grammars are
 * warm, as in an engine that runs.
 */
const report = openReport('apply', 30)
const measures: Measures = {}

for (const lines of [2_000, 20_000]) {
  report.say(`${lines} lines …`)
  using folder = new TemporaryFolder()
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], { cwd: folder.path })
  const commit = (text: readonly string[]) => {
    writeFileSync(folder.at('code.ts'), `${text.join('\n')}\n`)
    git('add', '-A')
    git('commit', '--quiet', '--message', 'change')
  }
  git('init', '--quiet')
  let text = sourceOf(lines)
  commit(text)
  for (let run = 0; run < report.runs; run++) {
    text = changed(text, run)
    commit(text)
  }
  const times: number[] = []
  let [exact, wrong] = [0, 0]
  for await (const each of applyCases({ repo: folder.path, commits: report.runs })) {
    const { ms, outcome } = await judgeApply(each)
    times.push(ms)
    if (outcome === 'exact') exact++
    else if (outcome === 'wrong') wrong++
  }
  const warm = times.slice(10)
  measures[`lines_${lines}`] = {
    cases: times.length,
    exact: tidy(exact / times.length),
    wrong,
    p50_ms: percentile(warm, 0.5),
    p95_ms: percentile(warm, 0.95),
  }
}
report.end(measures)

/** So many lines of TypeScript, whole files as far as they fit. */
function sourceOf(lines: number): string[] {
  const text: string[] = []
  for (const [path, source] of readSources(2_000_000)) {
    const own = source.trimEnd().split('\n')
    if (!/\.m?ts$/.test(path) || own.length < 40 || own.length > 600) continue
    if (text.length + own.length > lines) continue
    text.push(...own)
    if (text.length > lines - 40) break
  }
  return text
}

/** Three lines that say something get a word more, go, or come again with another name. */
function changed(text: readonly string[], run: number): string[] {
  const next = [...text]
  for (let place = 0; place < 3; place++) {
    const from = Math.floor(((run * 7919 + place * 104_729 + 17) % 99_991) * (next.length / 99_991))
    const at = next.findIndex((line, index) => index >= from && /^\s+\w+\W.*[;,]$/.test(line))
    if (at < 0) continue
    const line = next[at]!
    const way = (run + place) % 3
    if (way === 0) next[at] = line.replace(/\w+/, (word) => `${word}Next${run}`)
    else if (way === 1) next.splice(at, 1)
    else
      next.splice(
        at,
        0,
        line.replace(/\w+/, (word) => `${word}More${run}`),
      )
  }
  return next
}
