import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Absolute path of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** Ends the process with one clear sentence where Node is too old to run the rest. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  const wanted = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).engines.node
  const [needMajor, needMinor] = wanted.replace('>=', '').split('.').map(Number)
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return
  console.error(`Caret needs Node ${wanted.replace('>=', '')} or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

/** What the scripts say about themselves goes to stderr: stdout belongs to the program that they start. */
export const say = (line) => process.stderr.write(`${line}\n`)
