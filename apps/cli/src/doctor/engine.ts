import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repository } from '../repository.ts'
import type { Finding } from './finding.ts'

/** Whether the engine loads (its terminals and watcher are compiled for the platform), where it writes, what it serves. */
export async function examineEngine(): Promise<Finding[]> {
  try {
    const { builtEditor, defaultDataFolder } = await import('@caret/engine')
    return [await examineDataFolder(defaultDataFolder()), examineEditor(builtEditor(repository))]
  } catch (error) {
    const detail = `does not load (${(error as Error).message.split('\n')[0]})`
    return [{ name: 'engine', state: 'missing', detail, needed: true, hint: `Run \`npm ci\` in ${repository}.` }]
  }
}

async function examineDataFolder(folder: string): Promise<Finding> {
  const probe = join(folder, `.doctor-${process.pid}`)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(probe, '')
    await rm(probe)
    return { name: 'data folder', state: 'found', detail: `${folder}, writable`, needed: true }
  } catch (error) {
    const hint = 'Make it writable, or name another in CARET_HOME.'
    const detail = `${folder} cannot be written (${(error as NodeJS.ErrnoException).code})`
    return { name: 'data folder', state: 'missing', detail, needed: true, hint }
  }
}

function examineEditor(path: string): Finding {
  if (existsSync(join(path, 'index.html'))) return { name: 'editor', state: 'found', detail: path, needed: true }
  return {
    name: 'editor',
    state: 'missing',
    detail: 'not built',
    needed: true,
    hint: `Run \`npm run build\` in ${repository}.`,
  }
}
