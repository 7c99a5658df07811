import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { builtInServers, type ServerSpec } from '@caret/languages'
import { repository } from '../repository.ts'
import type { Finding } from './finding.ts'
import { versionOf } from './machine.ts'

/** The language servers: those that Caret brings, and those that it uses where the user has them. */
export function examineServers(): Promise<Finding[]> {
  return Promise.all(builtInServers.map(examineServer))
}

async function examineServer({ name, command, install }: ServerSpec): Promise<Finding> {
  const needed = install === undefined
  const hint = install ?? `Run \`npm ci\` in ${repository}.`
  const found = command()
  if (!found) return { name, state: 'missing', detail: needed ? 'not installed' : 'not on the PATH', needed, hint }
  const [program = '', script] = found
  const path = program === process.execPath && script ? script : program
  const version = packageVersion(path) ?? (await programVersion(path))
  if (version) return { name, state: 'found', detail: `${version}, ${path}`, needed }
  return { name, state: 'missing', detail: `${path} does not run`, needed, hint }
}

/** Name and version of the npm package that holds the file, if one does. */
function packageVersion(file: string): string | undefined {
  if (!file.includes('node_modules')) return undefined
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (!existsSync(manifest)) continue
    const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string; version?: string }
    if (name && version) return `${name} ${version}`
  }
  return undefined
}

/** gopls has a command for it, the others an option. */
async function programVersion(path: string): Promise<string | undefined> {
  const attempts = [['--version'], ['version']]
  for (const args of attempts) {
    const version = await versionOf(path, args).catch(() => undefined)
    if (version) return version
  }
  return undefined
}
