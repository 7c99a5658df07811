import { basename, join } from 'node:path'

export interface Injection {
  /** All arguments, those that were asked for included. */
  args: string[]
  env: Record<string, string>
}

/**
 * How to start a shell so that it reads the script in `folder` that marks its prompts and commands. Nothing for a shell
 * that is not known, or for arguments that ask for something else than an interactive shell.
 */
export function injectShellIntegration(
  executable: string,
  args: string[],
  env: Record<string, string>,
  folder: string,
): Injection | undefined {
  const shell = join(folder, 'shell')
  const login = args.length === 1 && ['-l', '--login', '-li', '-il'].includes(args[0] ?? '')
  const plain = args.length === 0 || login || (args.length === 1 && args[0] === '-i')
  if (!plain) return undefined
  switch (basename(executable)) {
    case 'bash':
      return {
        // bash ignores the file in a login shell: it plays one.
        args: ['--init-file', join(shell, 'integration.bash')],
        env: login ? { CARET_LOGIN: '1' } : {},
      }
    case 'zsh':
      return {
        args: login ? ['-il'] : ['-i'],
        env: {
          CARET_SHELL: shell,
          ZDOTDIR: join(shell, 'zsh'),
          ...(env.ZDOTDIR ? { CARET_ZDOTDIR: env.ZDOTDIR } : {}),
        },
      }
    case 'fish':
      return {
        args: [...args, '--init-command', `source '${join(shell, 'integration.fish').replaceAll("'", "\\'")}'`],
        env: {},
      }
    default:
      return undefined
  }
}
