import { writeFile } from 'node:fs/promises'
import type { TabTraining } from '@caret/lab'
import type { Command } from 'commander'
import { cancellable } from '../cancellable.ts'
import { CommandError } from '../command-error.ts'
import { parseCount, percent } from '../numbers.ts'
import { progress } from '../progress.ts'

interface TabOptions {
  repo: string[]
  commits?: number
  since?: string
  until?: string
  out?: string
}

/** `caret train tab`: fits the weights of a feature of Caret on data that the user names. */
export function addTrain(program: Command): void {
  program
    .command('train')
    .description('fit what Caret goes by on real data')
    .command('tab')
    .description('fit the weights of the next-edit engine on what was right in replays of real commits')
    .requiredOption('--repo <folder...>', 'git repositories, bare or not; two at least')
    .option('--commits <number>', 'how many commits of each, the newest (default: 100)', parseCount)
    .option('--since <revision>', 'only commits after this one')
    .option('--until <revision>', 'only this commit and those before it')
    .option('--out <file>', "write the weights into this file, such as Tab's fitted.ts")
    .action(({ repo: repos, commits, since, until, out }: TabOptions) =>
      cancellable(async (signal) => {
        if (repos.length < 2) throw new CommandError('Give --repo FOLDER twice at least: each is judged by the others.')
        const { trainTab } = await import('@caret/lab')
        const result = await trainTab({ repos, commits, since, until, onProgress: progress }, signal)
        progress('')
        console.log(table(result))
        if (out) await writeFile(out, result.source)
      }),
    )
}

function table({ repos, judged }: TabTraining): string {
  return [
    ...repos.map(
      ({ repo, commits, steps, rivals, right }) =>
        `${repo}: ${commits} commits, ${steps} steps, ${rivals} proposals, ${right} of them right`,
    ),
    'each by the weights of others:',
    ...judged.map(
      ({ threshold, recall, precision }) =>
        `  shown from ${threshold.toFixed(2)}  recall ${percent(recall)}  precision ${percent(precision)}`,
    ),
  ].join('\n')
}
