import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Makes `folder` a small TypeScript project with a history, with changes that are staged and some that are not. */
export function makeProject(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  // A hook's `GIT_DIR` would lead git to another repository.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')))
  const git = (args: string[], date = '') =>
    execFileSync('git', args, { cwd: folder, env: { ...env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date } })
  git(['init', '--quiet', '--initial-branch=main'])
  const settings = { 'user.name': 'Ada Lindqvist', 'user.email': 'ada@example.com', 'commit.gpgsign': 'false' }
  for (const [name, value] of Object.entries(settings)) git(['config', name, value])

  let day = 3
  const commit = (message: string, files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) write(path, text)
    git(['add', '-A'])
    git(['commit', '--quiet', '-m', message], `2025-03-${String(day++).padStart(2, '0')}T10:24:00Z`)
  }
  commit('Begin: a scheduler for small jobs', {
    'package.json': manifest,
    'tsconfig.json': config,
    '.gitignore': ignored,
  })
  commit('Jobs, and the queue that orders them', { 'src/job.ts': job, 'src/queue.ts': queue })
  commit('Run jobs, a few at a time', { 'src/runner.ts': runner, 'src/index.ts': index })
  commit('Say what it is', { 'README.md': readme, 'docs/retries.md': retries })
  commit('Test the order of the queue', {
    'test/queue.test.ts': test,
    'src/report/table.ts': table,
    'src/report/notify.ts': notify,
  })
  commit('Colours for the report', { 'src/report/style.css': style, 'src/report/page.html': html })
  git(['branch', 'retries', 'HEAD~3'])
  git(['remote', 'add', 'origin', '../gone.git'])

  write('src/queue.ts', queue.replace('b.priority - a.priority', 'b.priority - a.priority || a.due - b.due'))
  git(['add', 'src/queue.ts'])
  write('src/runner.ts', changedRunner)
  write('src/report/table.ts', table.replace(`'  '`, `' │ '`))
  write('src/clock.ts', clock)
}

const manifest = `${JSON.stringify(
  {
    name: 'tidewater',
    version: '0.3.0',
    type: 'module',
    scripts: { build: 'tsc -p .', test: 'node --test test/' },
    engines: { node: '>=20' },
  },
  undefined,
  2,
)}\n`
const config = `${JSON.stringify(
  {
    compilerOptions: {
      ...{ strict: true, target: 'es2023', module: 'nodenext', lib: ['es2023', 'dom'], types: [] },
      ...{ noEmit: true, allowImportingTsExtensions: true },
    },
    include: ['src'],
  },
  undefined,
  2,
)}\n`
const ignored = 'node_modules/\ndist/\n*.log\n'

const job = `/** When a job may run, and how often it is tried. */
export interface Job {
  readonly name: string
  /** Higher goes first. */
  priority: number
  /** Milliseconds since the epoch. */
  due: number
  attempts: number
  run(signal: AbortSignal): Promise<void>
}

export type Outcome =
  | { kind: 'done'; job: Job; ms: number }
  | { kind: 'failed'; job: Job; error: Error; retryAt?: number }

/** Doubles the wait with each attempt, up to a minute. */
export function retryDelay(attempts: number): number {
  return Math.min(60_000, 250 * 2 ** attempts)
}
`
const queue = `import type { Job } from './job.ts'

/** Jobs in the order in which they should run. */
export class JobQueue {
  #jobs: Job[] = []

  get length(): number {
    return this.#jobs.length
  }

  add(job: Job): void {
    this.#jobs.push(job)
    this.#jobs.sort((a, b) => b.priority - a.priority)
  }

  /** Takes the first job that is due; undefined when there is none. */
  take(now: number): Job | undefined {
    const index = this.#jobs.findIndex((job) => job.due <= now)
    return index < 0 ? undefined : this.#jobs.splice(index, 1)[0]
  }
}
`
const runner = `import { type Job, type Outcome, retryDelay } from './job.ts'
import { JobQueue } from './queue.ts'

export interface RunnerOptions {
  /** How many jobs run at the same time. */
  parallel: number
  maxAttempts: number
  onOutcome?(outcome: Outcome): void
}

/** Runs the jobs of a queue, a few at a time, and tries those again that fail. */
export class Runner {
  readonly queue = new JobQueue()
  #running = new Set<Job>()

  constructor(private readonly options: RunnerOptions) {}

  /** Starts as many jobs as may run now. */
  tick(now = Date.now()): void {
    while (this.#running.size < this.options.parallel) {
      const job = this.queue.take(now)
      if (!job) return
      void this.#start(job)
    }
  }

  async #start(job: Job): Promise<void> {
    const begin = performance.now()
    this.#running.add(job)
    try {
      await job.run(AbortSignal.timeout(30_000))
      this.options.onOutcome?.({ kind: 'done', job, ms: performance.now() - begin })
    } catch (error) {
      this.#retry(job, error as Error)
    } finally {
      this.#running.delete(job)
      this.tick()
    }
  }

  #retry(job: Job, error: Error): void {
    job.attempts += 1
    const retryAt = Date.now() + retryDelay(job.attempts)
    if (job.attempts < this.options.maxAttempts) this.queue.add({ ...job, due: retryAt })
    this.options.onOutcome?.({ kind: 'failed', job, error, retryAt })
  }
}
`
const changedRunner = runner
  .replace(
    '      await job.run(AbortSignal.timeout(30_000))\n',
    '      const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(this.options.timeout)])\n      await job.run(signal)\n',
  )
  .replace('  #running = new Set<Job>()\n', '  #running = new Set<Job>()\n  #abort = new AbortController()\n')
  .replace(
    '  async #start(',
    '  /** Asks all running jobs to end. */\n  stop(): void {\n    this.#abort.abort(new Error(`${this.#running.size} jobs were stopped`))\n  }\n\n  async #start(',
  )
const index = `import type { Job } from './job.ts'
import { Runner } from './runner.ts'
import { formatOutcomes } from './report/table.ts'

const runner = new Runner({
  parallel: 4,
  maxAttempts: 3,
  onOutcome: (outcome) => console.log(formatOutcomes([outcome])),
})

for (const name of ['fetch prices', 'resize photos', 'send digest']) {
  const job: Job = { name, priority: name.length, due: Date.now(), attempts: 0, run: async () => {} }
  runner.queue.add(job)
}
runner.tick()
`
const table = `import type { Outcome } from '../job.ts'

/** One line for each outcome: the job's name, how it ended, and how long that took. */
export function formatOutcomes(outcomes: Outcome[]): string {
  const width = Math.max(...outcomes.map(({ job }) => job.name.length))
  return outcomes.map((outcome) => [outcome.job.name.padEnd(width), describe(outcome)].join('  ')).join('\\n')
}

function describe(outcome: Outcome): string {
  if (outcome.kind === 'done') return \`done in \${outcome.ms.toFixed(1)} ms\`
  const next = outcome.retryAt ? \`again at \${new Date(outcome.retryAt).toISOString()}\` : 'given up'
  return \`failed: \${outcome.error.message} (\${next})\`
}
`
const notify = ['Started', 'Done', 'Failed', 'GivenUp']
  .map((kind) => `export function notify${kind}(job: Job): void {\n  log(job)\n  send(job, '${kind}')\n}\n`)
  .join('\n')
const clock = `/** A clock that tests can turn. */
export interface Clock {
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }
`
const test = `import assert from 'node:assert/strict'
import { test } from 'node:test'
import { JobQueue } from '../src/queue.ts'

const job = (name: string, priority: number, due = 0) => ({ name, priority, due, attempts: 0, run: async () => {} })

test('what matters more goes first', () => {
  const queue = new JobQueue()
  for (const each of [job('low', 1), job('high', 9), job('middle', 5)]) queue.add(each)
  assert.equal(queue.take(0)?.name, 'high')
})
`
const readme = `# Tidewater

A scheduler for **small jobs**: it orders them, runs a few at a time, and tries again what failed.

\`\`\`ts
const runner = new Runner({ parallel: 4, maxAttempts: 3 })
runner.queue.add({ name: 'send digest', priority: 2, due: Date.now(), attempts: 0, run: sendDigest })
runner.tick()
\`\`\`

## How jobs are ordered

| first by | then by |
|---|---|
| priority, higher first | the time when they are due |

1. A job that is not due waits, whatever its priority.
2. A job that fails comes back later: see [retries](docs/retries.md).

> Nothing is written to disk: a job that must survive a restart belongs into a database.
`
const retries = '# Retries\n\nThe wait doubles with each attempt: 0.5 s, 1 s, 2 s … up to a minute.\n'
const style = `:root {
  --done: #2e8b57;
  --failed: #c0392b;
}

.outcome {
  display: grid;
  grid-template-columns: 12rem 1fr;
  color: var(--done);
}

.outcome.failed {
  color: var(--failed);
}
`
const html = `<!doctype html>
<html lang="en">
  <head>
    <title>Jobs</title>
    <link rel="stylesheet" href="style.css" />
  </head>
  <body>
    <main class="outcomes"></main>
  </body>
</html>
`
