import { delimiter, join } from 'node:path'

/** The engine's own environment as the user had it when starting Caret: without what Caret, npm or a terminal added. */
export function userEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !foreign.test(entry[0]),
  )
  const result = Object.fromEntries(kept)
  if (env.PATH) result.PATH = withoutNpm(env.PATH)
  return result
}

/** What a shell in one of our terminals gets. */
export function terminalEnvironment(
  env: Record<string, string>,
  caret: { version: string; bin: string; nonce: string },
): Record<string, string> {
  const path = env.PATH ? `${caret.bin}${delimiter}${env.PATH}` : caret.bin
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name))),
    PATH: path,
    TERM_PROGRAM: 'caret',
    TERM_PROGRAM_VERSION: caret.version,
    COLORTERM: 'truecolor',
    CARET_TERMINAL: caret.nonce,
    CARET_BIN: caret.bin,
  }
}

/**
 * `CARET_HOME` is the user's; other names of Caret's may hold secrets. npm sets its own where the engine is started by
 * `npm start`. The rest describes the terminal that the engine was started in.
 */
const foreign =
  /^(CARET_(?!HOME$)|npm_|INIT_CWD$|VSCODE_|ELECTRON_|TMUX|STY$|WINDOW$|WINDOWID$|TERMCAP$|COLUMNS$|LINES$|TERM_SESSION_ID$|VTE_VERSION$|WT_)/i

/** npm puts folders of its own before the user's PATH; the last of them is `node-gyp-bin`. */
function withoutNpm(path: string): string {
  const folders = path.split(delimiter)
  const last = folders.findLastIndex((folder) => folder.endsWith(join('run-script', 'lib', 'node-gyp-bin')))
  return folders.slice(last + 1).join(delimiter)
}
