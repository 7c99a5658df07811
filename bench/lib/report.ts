import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** Numbers under names that say their unit; NaN where something could not be measured. */
export interface Measures {
  [name: string]: number | Measures
}

export interface Report {
  runs: number
  /** Tells how far it is; silent with `--json`. */
  say(text: string): void
  /** Prints the result, and writes it to `bench/results` with `--save`. */
  end(measures: Measures): void
}

/** What every benchmark takes: `--json` (one object on stdout, nothing else), `--save`, `--runs N`. */
export function openReport(name: string, defaultRuns = 5): Report {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      save: { type: 'boolean' },
      runs: { type: 'string', default: String(defaultRuns) },
    },
  })
  const runs = Number(values.runs)
  if (!Number.isInteger(runs) || runs < 1) throw new Error('--runs takes a whole number from 1.')
  const startLoad = loadavg()[0]!
  return {
    runs,
    say: (text) => values.json || console.log(text),
    end(measures) {
      if (values.json) console.log(JSON.stringify(measures))
      else console.table(flatten(measures))
      if (values.save) save(name, measures, runs, startLoad)
    },
  }
}

/** Nested names, joined: `startup_ms.cold`. */
function flatten(measures: Measures, prefix = ''): Record<string, number> {
  return Object.fromEntries(
    Object.entries(measures).flatMap(([name, value]) =>
      typeof value === 'number' ? [[prefix + name, value]] : Object.entries(flatten(value, `${prefix}${name}.`)),
    ),
  )
}

function save(name: string, measures: Measures, runs: number, load: number): void {
  const folder = join(root, 'bench', 'results')
  mkdirSync(folder, { recursive: true })
  const result = {
    command: `npm run bench -- ${name}`,
    date: new Date().toISOString(),
    commit: first('git', ['-C', root, 'rev-parse', 'HEAD']),
    changed: first('git', ['-C', root, 'status', '--porcelain', '--untracked-files=no']) !== '',
    runs,
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      memory_gib: Math.round(totalmem() / 2 ** 30),
      system: `${platform()} ${release()}`,
      node: process.versions.node,
      chromium: first(process.env.CARET_CHROMIUM ?? 'chromium', ['--version']),
      // Above the number of cores, others were at work at the same time.
      load_before: Number(load.toFixed(1)),
    },
    measures,
  }
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
}

/** The first line of what a program says; empty where it does not run. */
function first(program: string, args: string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split('\n')[0]!
      .trim()
  } catch {
    return ''
  }
}

/** The repository: this file may run from where it is or from a bundle. */
export const root = findRoot(dirname(fileURLToPath(import.meta.url)))

function findRoot(folder: string): string {
  return existsSync(join(folder, 'apps/cli/bin/caret.mjs')) ? folder : findRoot(dirname(folder))
}
