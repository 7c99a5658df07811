import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { ensureInstalled } from './lib/install.mjs'
import { requireNode, root, say } from './lib/root.mjs'

// `npm start -- FOLDER [flags]`: what is missing is installed, what has changed is built, and then this process becomes
// the `caret` command, so that signals, the terminal and the exit code are its own.
requireNode()
try {
  await ensureInstalled()
  await build()
} catch (error) {
  say(error.message)
  process.exit(1)
}

// npm runs scripts in the repository; FOLDER is meant from where the user stands.
if (process.env.npm_lifecycle_event === 'start' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
const command = `${root}/apps/cli/bin/caret.mjs`
process.argv[1] = command
await import(pathToFileURL(command).href)
