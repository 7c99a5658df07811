import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Absolute path of Caret's own folder; this file lies three levels below it both as a source and built. */
export const repository = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '')

/** Caret's version, as `caret --version` prints it. */
export function version(): string {
  const manifest = JSON.parse(readFileSync(`${repository}/package.json`, 'utf8')) as { version: string }
  return manifest.version
}
