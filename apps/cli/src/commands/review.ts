import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ReviewSource } from '@caret/protocol'
import type { Command } from 'commander'
import { cancellable } from '../cancellable.ts'
import { CommandError } from '../command-error.ts'

interface ReviewOptions {
  commit?: string
  branch?: string
  base?: string
  lines?: boolean
  json?: boolean
}

/** `caret review`: changes as a guided read, in plain text. */
export function addReview(program: Command): void {
  program
    .command('review')
    .description('read changes in the order of cause and use: of the working tree, a commit or a branch')
    .argument('[folder]', 'in a git repository (default: this one)', '.')
    .option('--commit <revision>', 'a commit against its parent')
    .option('--branch <name>', 'a branch against where it left the default branch')
    .option('--base <name>', 'the branch that --branch is compared with')
    .option('--lines', 'the changed lines of each step too')
    .option('--json', 'print one JSON object')
    .action(async (folder: string, options: ReviewOptions) => {
      if (options.commit !== undefined && options.branch !== undefined)
        throw new CommandError('Give either --commit or --branch.')
      if (!existsSync(folder))
        throw new CommandError(`There is no folder ${folder}. A commit is given by --commit, a branch by --branch.`)
      await cancellable((signal) => review(resolve(folder), options, signal))
    })
}

async function review(folder: string, options: ReviewOptions, signal: AbortSignal): Promise<void> {
  const { readReview, showGuide } = await import('@caret/review')
  const read = await readReview({ folder, source: sourceOf(options) }, signal).catch((error: Error) => {
    // What git refuses is for the user.
    throw error.name === 'GitError' ? new CommandError(error.message) : error
  })
  const { changeSet: set, notes, guide } = read
  if (options.json) console.log(JSON.stringify(read))
  else if (guide.steps.length === 0) console.log('Nothing has changed.')
  else console.log(showGuide({ set, notes }, guide, { lines: options.lines ?? false }))
}

function sourceOf({ commit, branch, base }: ReviewOptions): ReviewSource {
  if (commit !== undefined) return { kind: 'commit', commit }
  if (branch !== undefined) return { kind: 'branch', branch, ...(base !== undefined && { base }) }
  return { kind: 'workingTree' }
}
