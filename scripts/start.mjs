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

if (process.env.npm_lifecycle_event === 'start') {
  // npm runs scripts in the repository; FOLDER is meant from where the user stands.
  if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
  // npm passes a signal on to the shell between us, and the shell keeps it to itself.
  const shell = process.ppid
  const look = () => process.ppid !== shell && process.kill(process.pid, 'SIGTERM')
  setInterval(look, 500).unref()
}
const command = `${root}/apps/cli/bin/caret.mjs`
process.argv[1] = command
await import(pathToFileURL(command).href)
