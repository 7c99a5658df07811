import type { FaultResult, ReviewResult } from '@caret/lab'
import type { Command } from 'commander'
import { cancellable } from '../cancellable.ts'
import { parseCount, percent } from '../numbers.ts'
import { progress } from '../progress.ts'
import { writer } from '../writer.ts'

interface ReviewOptions {
  repo: string
  commits?: number
  until?: string
  marks?: string
  faults?: boolean
  json?: boolean
}

/** `caret eval review`: what a review would say of real commits. */
export function addEvalReview(command: Command): void {
  command
    .command('review')
    .description('read real commits as the review shows them: what is dimmed, what is marked, in which order')
    .requiredOption('--repo <folder>', 'a git repository, bare or not')
    .option('--commits <number>', 'how many commits, the newest (default: 20)', parseCount)
    .option('--until <revision>', 'only this commit and those before it')
    .option('--marks <file>', 'write every mark, or every fault, into this file, one JSON object a line')
    .option('--faults', 'put known faults into the commits, and count how often the review leads to them')
    .option('--json', 'print one JSON object')
    .action((options: ReviewOptions) =>
      cancellable((signal) => (options.faults ? inject(options, signal) : evaluate(options, signal))),
    )
}

async function evaluate(options: ReviewOptions, signal: AbortSignal): Promise<void> {
  const { evaluateReview } = await import('@caret/lab')
  const { repo, commits, until } = options
  await using marks = writer(options.marks)
  const result = await evaluateReview(
    {
      ...{ repo, commits, until },
      onMark: (mark) => marks.write(`${JSON.stringify(mark)}\n`),
      onCommit: (soFar, subject) =>
        progress(`${soFar.commits} commits, ${percent(soFar.mechanical_share)} dimmed: ${subject}`),
    },
    signal,
  )
  progress('')
  console.log(options.json ? JSON.stringify(result) : table(result))
}

async function inject(options: ReviewOptions, signal: AbortSignal): Promise<void> {
  const { evaluateFaults } = await import('@caret/lab')
  const { repo, commits, until } = options
  await using faults = writer(options.marks)
  const result = await evaluateFaults(
    {
      ...{ repo, commits, until },
      onFault: (fault) => faults.write(`${JSON.stringify(fault)}\n`),
      onCommit: (soFar) => progress(`${soFar.commits} commits`),
    },
    signal,
  )
  progress('')
  console.log(options.json ? JSON.stringify(result) : faultTable(result))
}

function faultTable({ repo, commits, placements, chance }: FaultResult): string {
  const rows = Object.entries(placements).flatMap(([placement, shares]) => [
    `on lines ${placement === 'changed' ? 'that the commit changed' : 'beside them'}: ${shares.faults} faults`,
    `  marked ${percent(shares.marked)}, on the line ${percent(shares.pointed)}, in the first third ${percent(shares.first_third)}, either ${percent(shares.marked_or_first)}, dimmed ${percent(shares.dimmed)}`,
    ...Object.entries(shares.kinds).map(
      ([kind, { faults, marked }]) => `  ${kind.padEnd(12)} ${String(marked).padStart(4)} of ${faults} marked`,
    ),
  ])
  return [
    `${repo}: ${commits} commits`,
    ...rows,
    `by chance: ${percent(chance.marked)} of ${chance.hunks} changes are marked, ${percent(chance.third)} in the first third, ${percent(chance.dimmed)} dimmed`,
  ].join('\n')
}

function surpriseRow(surprise: ReviewResult['surprise']): string {
  const means = Object.entries(surprise).map(([name, kinds]) => {
    const all = Object.values(kinds)
    const hunks = all.reduce((sum, each) => sum + each.hunks, 0)
    return `${name} ${(all.reduce((sum, each) => sum + each.bits * each.hunks, 0) / Math.max(1, hunks)).toFixed(1)} (${hunks})`
  })
  return `surprise ${means.join(', ')} bits a token (changes)`
}

function table(result: ReviewResult): string {
  const { order, ms, cpu_ms: cpu } = result
  const lines = Object.entries(result.mechanical).map(([kind, count]) => `${kind} ${count}`)
  const marks = Object.entries(result.marks).map(
    ([kind, counts]) => `  ${kind.padEnd(16)} ${String(counts.marks).padStart(5)} in ${counts.commits} commits`,
  )
  return [
    `${result.repo}: ${result.commits} commits, ${result.files} files, ${result.hunks} changes, ${result.steps} steps to read`,
    `dimmed   ${percent(result.mechanical_share)} of ${result.lines} lines (${lines.join(', ')})`,
    `marks    in ${result.commits_marked} commits`,
    ...marks,
    `order    ${order.violations} of ${order.pairs} uses before what they use; ${order.violations_by_file} by the files' order`,
    surpriseRow(result.surprise),
    `time     p50 ${ms.p50} ms  p95 ${ms.p95} ms; computing p50 ${cpu.p50} ms  p95 ${cpu.p95} ms`,
  ].join('\n')
}
