import { readFile } from 'node:fs/promises'
import type { CasesResult, TabResult } from '@caret/lab'
import { type Command, Option } from 'commander'
import { cancellable } from '../cancellable.ts'
import { CommandError } from '../command-error.ts'
import { parseCount, percent } from '../numbers.ts'
import { progress } from '../progress.ts'
import { writer } from '../writer.ts'
import { addEvalApply } from './eval-apply.ts'
import { addEvalReview } from './eval-review.ts'

interface TabOptions {
  repo?: string
  cases?: string
  commits?: number
  since?: string
  until?: string
  minEdits?: number
  maxEdits?: number
  predictor: 'caret' | 'naive' | 'ngram'
  sources?: string[]
  mistakes?: string
  json?: boolean
}

/** `caret eval`: measures a feature of Caret on data that the user names. */
export function addEval(program: Command): void {
  const command = program.command('eval').description('measure what Caret does on real data')
  addEvalTab(command)
  addEvalApply(command)
  addEvalReview(command)
}

function addEvalTab(command: Command): void {
  command
    .command('tab')
    .description('replay real commits, or recorded sessions, against the next-edit engine')
    .option('--repo <folder>', 'a git repository, bare or not')
    .option('--commits <number>', 'how many commits, the newest (default: 100)', parseCount)
    .option('--since <revision>', 'only commits after this one')
    .option('--until <revision>', 'only this commit and those before it')
    .option('--min-edits <number>', 'pass over commits with fewer edits (default: 2)', parseCount)
    .option('--max-edits <number>', 'pass over commits with more edits (default: 60)', parseCount)
    .option('--cases <file>', 'recorded sessions, one JSON object a line')
    .addOption(
      new Option('--predictor <name>', 'what is measured').choices(['caret', 'naive', 'ngram']).default('caret'),
    )
    .option('--sources <names>', "only these of Caret's sources, such as repeat,continue", (list) => list.split(','))
    .option('--mistakes <file>', 'write what was shown and wrong, or repeated and missed, into this file')
    .option('--json', 'print one JSON object')
    .action(async (options: TabOptions) => {
      if (!options.repo === !options.cases) throw new CommandError('Give either --repo FOLDER or --cases FILE.')
      await cancellable((signal) =>
        options.repo ? evaluateRepository(options, signal) : evaluateCases(options, signal),
      )
    })
}

async function evaluateRepository(options: TabOptions, signal: AbortSignal): Promise<void> {
  const { describeMistake, evaluateTab } = await import('@caret/lab')
  const { repo = '', commits, since, until, minEdits, maxEdits } = options
  await using predictor = await openPredictor(options)
  await using mistakes = writer(options.mistakes)
  const result = await evaluateTab(
    {
      repo,
      commits,
      since,
      until,
      minEdits,
      maxEdits,
      predictor,
      onMistake: options.mistakes ? (mistake) => mistakes.write(`${describeMistake(mistake)}\n`) : undefined,
      onProgress: ({ done, subject, soFar }) => {
        progress(`${done} commits, recall ${percent(soFar.recall)}, saved ${percent(soFar.saved)}: ${subject}`)
      },
    },
    signal,
  )
  progress('')
  console.log(options.json ? JSON.stringify(result) : table(result))
}

async function evaluateCases(options: TabOptions, signal: AbortSignal): Promise<void> {
  const { judgeCase, readCase } = await import('@caret/lab')
  const text = await readFile(options.cases!, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${options.cases} cannot be read: ${error.message}`)
  })
  await using predictor = await openPredictor(options)
  await using mistakes = writer(options.mistakes)
  const result: CasesResult = { cases: 0, right: 0, wrong: 0, silent: 0 }
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    signal.throwIfAborted()
    const read = () => {
      try {
        return readCase(line)
      } catch (error) {
        throw new CommandError(`${options.cases}, line ${index + 1}: ${(error as Error).message}`)
      }
    }
    const { name, ...rest } = read()
    const { outcome, shown, source } = await judgeCase({ name, ...rest }, predictor, signal)
    result.cases++
    result[outcome]++
    progress(`${result.cases} cases: ${name}`)
    if (outcome !== 'right')
      mistakes.write(`${JSON.stringify({ name, outcome, source, shown, expected: rest.expected })}\n`)
  }
  progress('')
  const { cases, right, wrong, silent } = result
  console.log(
    options.json ? JSON.stringify(result) : `${cases} cases: ${right} right, ${wrong} wrong, ${silent} silent`,
  )
}

async function openPredictor({ predictor, sources }: TabOptions) {
  const { naivePredictor, ngramPredictor } = await import('@caret/lab')
  const { createPredictor, sourceNames } = await import('@caret/tab')
  if (predictor === 'naive') return naivePredictor()
  if (predictor === 'ngram') return ngramPredictor()
  const unknown = sources?.find((source) => !sourceNames.includes(source))
  if (unknown) throw new CommandError(`There is no source ${unknown}; there are ${sourceNames.join(', ')}.`)
  return createPredictor({ sources })
}

function table(result: TabResult): string {
  const { latency_ms: latency, repeated } = result
  const rows = Object.entries(result.by_source).map(
    ([source, { kind, shown, right, wrong, saved }]) =>
      `  ${source.padEnd(12)} ${kind.padEnd(13)} shown ${String(shown).padStart(6)}  right ${String(right).padStart(6)}  wrong ${String(wrong).padStart(6)}  saves ${percent(saved)}`,
  )
  const missed = Object.entries(result.missed).map(([what, share]) => `${what} ${percent(share ?? null)}`)
  return [
    `${result.repo}: ${result.commits} commits, ${result.edits} edits`,
    `next edit     recall ${percent(result.recall)}  precision ${percent(result.precision)}`,
    `repeated      ${percent(repeated.share)} of later edits, ${percent(repeated.recall)} of them predicted`,
    `missed        ${missed.join(', ')}`,
    `keystrokes    saved ${percent(result.saved)}  continuation precision ${percent(result.continue.precision)}`,
    ...rows,
    `latency       p50 ${latency.p50} ms  p95 ${latency.p95} ms; ready in ${result.ready_ms} ms; ${result.memory_mb} MB at most`,
  ].join('\n')
}
