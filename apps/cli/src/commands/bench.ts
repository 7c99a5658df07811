import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { CommandError } from '../command-error.ts'
import { repository } from '../repository.ts'

/** `caret bench NAME`: runs a benchmark of `bench/`; its arguments are its own. */
export function addBench(program: Command): void {
  program
    .command('bench')
    .description('measure Caret itself, such as `caret bench editor --json`')
    .argument('[name]', 'which benchmark; without one they are listed')
    .argument('[arguments...]', 'what the benchmark takes')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (name: string | undefined, rest: string[]) => {
      const script = `${repository}/scripts/bench.mjs`
      if (!existsSync(script)) throw new CommandError('Benchmarks are in the repository of Caret, and this is not one.')
      const child = spawn(process.execPath, [script, ...(name ? [name] : []), ...rest], { stdio: 'inherit' })
      const [code] = (await once(child, 'exit')) as [number | null]
      process.exitCode = code ?? 1
    })
}
