import { readFile } from 'node:fs/promises'
import type { ApplyCase, ApplyResult } from '@caret/lab'
import type { Command } from 'commander'
import { cancellable } from '../cancellable.ts'
import { CommandError } from '../command-error.ts'
import { parseCount, percent } from '../numbers.ts'
import { progress } from '../progress.ts'
import { writer } from '../writer.ts'

interface ApplyOptions {
  repo?: string
  cases?: string
  commits?: number
  seed?: string
  kinds?: string[]
  mistakes?: string
  json?: boolean
}

/** `caret eval apply`: are sketches put into files as they are meant? */
export function addEvalApply(command: Command): void {
  command
    .command('apply')
    .description('apply sketches made from real commits, or recorded ones, and compare with what should come of them')
    .option('--repo <folder>', 'a git repository, bare or not')
    .option('--commits <number>', 'how many commits, the newest (default: 100)', parseCount)
    .option('--seed <text>', 'another seed makes other sketches of the same commits (default: 1)')
    .option('--kinds <names>', 'only these kinds of sketches, such as markers-lines,diff', (list) => list.split(','))
    .option('--cases <file>', 'cases, one JSON object a line: path, original, sketch, result, kind')
    .option('--mistakes <file>', 'write every wrong and every declined case into this file')
    .option('--json', 'print one JSON object')
    .action(async (options: ApplyOptions) => {
      if (!options.repo === !options.cases) throw new CommandError('Give either --repo FOLDER or --cases FILE.')
      await cancellable((signal) => evaluate(options, signal))
    })
}

async function evaluate(options: ApplyOptions, signal: AbortSignal): Promise<void> {
  const { applyCases, applyKinds, describeApply, evaluateApply } = await import('@caret/lab')
  const { repo, commits, seed, kinds } = options
  const unknown = kinds?.find((kind) => !applyKinds.includes(kind))
  if (unknown) throw new CommandError(`There is no kind ${unknown}; there are ${applyKinds.join(', ')}.`)
  await using mistakes = writer(options.mistakes)
  const cases = repo ? applyCases({ repo, commits, seed, kinds }, signal) : readCases(options.cases!, signal)
  const result = await evaluateApply(cases, (each, outcome, { cases: done, wrong, declined }) => {
    if (outcome.outcome !== 'exact') mistakes.write(`${describeApply(each, outcome)}\n`)
    progress(`${done} cases, ${declined} declined, ${wrong} wrong: ${each.path}`)
  })
  progress('')
  console.log(options.json ? JSON.stringify(result) : table(result))
}

async function* readCases(path: string, signal: AbortSignal): AsyncIterable<ApplyCase> {
  const { readApplyCase } = await import('@caret/lab')
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${path} cannot be read: ${error.message}`)
  })
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    signal.throwIfAborted()
    try {
      yield readApplyCase(line)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      throw new CommandError(`${path}, line ${index + 1}: ${error.message}`)
    }
  }
}

function table({ cases, exact, declined, wrong, broken, by_kind: kinds, ms }: ApplyResult): string {
  const share = (part: number, whole: number) => percent(whole === 0 ? null : part / whole)
  const rows = Object.entries({ ...kinds, all: { cases, exact, declined, wrong, broken } }).map(
    ([kind, each]) =>
      `${kind.padEnd(16)} ${String(each.cases).padStart(6)} cases  exact ${share(each.exact, each.cases)}  declined ${share(each.declined, each.cases)}  wrong ${each.wrong}, ${each.broken} with new errors of syntax`,
  )
  return [...rows, `p50 ${ms.p50} ms  p95 ${ms.p95} ms`].join('\n')
}
