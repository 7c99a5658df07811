import type { Client, gitService } from '@caret/protocol'
import type * as vscode from 'vscode'

/** Says what git did and why it refused. */
export interface GitReport {
  /** Shows an error in git's own words, with a way to all that it wrote. */
  error(error: unknown): void
  show(): void
}

const longest = 600
/** Commands that the editor runs all the time, to look and change nothing. */
const looks = new Set(['status', 'cat-file', 'check-ignore', 'for-each-ref', 'log', 'show-ref'])

export function reportGit(api: typeof vscode, git: Client<(typeof gitService)['methods']>): GitReport {
  const output = api.window.createOutputChannel('Git', { log: true })
  git.on('command', ({ args, ms, code, stderr }) => {
    const line = `> git ${args.map(quote).join(' ')} [${Math.round(ms)}ms]`
    if (code === 0 && looks.has(args[0] ?? '')) output.debug(line)
    else if (code === 0) output.info(line)
    else output.warn(`${line} (code ${code})`)
    if (stderr) output.info(stderr)
  })
  async function offer(message: string) {
    if (await api.window.showErrorMessage(message, 'Show Output')) output.show()
  }
  return {
    show: () => output.show(),
    error: (error) => {
      const message = error instanceof Error ? error.message : String(error)
      output.error(message)
      const shown = message.length > longest ? `${message.slice(0, longest)}…` : message
      void offer(`Git: ${shown}`)
    },
  }
}

const quote = (argument: string) => (/^[\w@%+=:,./~^{}-]+$/.test(argument) ? argument : JSON.stringify(argument))
