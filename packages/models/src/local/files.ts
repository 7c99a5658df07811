import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'

/** Ends of the names of files that belong to a model but are none: parts after the first, and what sees pictures. */
const partOf = /-(\d{5})-of-\d{5}$/
const companion = /^mmproj|mmproj-/i

/**
 * The models in GGUF files: those that Caret has got, in `folder`, and those at `paths` (files, and folders that are searched with
 * those in them, `~` is the user's own). Names are those of the files without their ending; of two files of a name the first counts.
 * What does not exist is passed over.
 */
export async function findModels(folder: string, paths: readonly string[]): Promise<Map<string, string>> {
  const models = new Map<string, string>()
  for (const path of [folder, ...paths.map(expand)]) {
    for (const file of await filesAt(path)) {
      const name = nameOf(file)
      if (name !== undefined && !models.has(name)) models.set(name, file)
    }
  }
  return models
}

const expand = (path: string) => (path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path)

function nameOf(file: string): string | undefined {
  const name = basename(file).replace(/\.gguf$/i, '')
  if (name === basename(file) || companion.test(name)) return undefined
  const part = partOf.exec(name)?.[1]
  return part === undefined ? name : Number(part) === 1 ? name.replace(partOf, '') : undefined
}

/** Folders within folders within it: no more, lest somebody names a home folder. */
const deepest = 3

async function filesAt(path: string, depth = 0): Promise<string[]> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile()) return [await realpath(path)]
  if (!found?.isDirectory() || depth > deepest) return []
  const entries = await readdir(path, { withFileTypes: true }).catch((): Dirent[] => [])
  const files: string[] = []
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue
    const inside = join(path, entry.name)
    if (entry.isDirectory()) files.push(...(await filesAt(inside, depth + 1)))
    else if (/\.gguf$/i.test(entry.name)) files.push(inside)
  }
  return files
}
