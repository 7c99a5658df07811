import { readlink, realpath } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { nameError } from '../errors.ts'
import { normalizePath, outside } from '../paths.ts'

/** An opened folder: its absolute path as it was given, and with every link resolved. */
export interface Root {
  path: string
  real: string
}

/** Where `path` is, for reading: links are followed, wherever they lead. */
export function placeToRead(root: Root, path: string): string {
  return join(root.real, normalizePath(path))
}

/**
 * Where the entry `path` itself is, for deleting or renaming it: the folders above it may be links that stay inside. Its own
 * link is not followed.
 */
export async function placeOfEntry(root: Root, path: string): Promise<string> {
  const normal = normalizePath(path)
  if (normal === '') return root.real
  const absolute = join(root.real, normal)
  return join(await insideOnly(root, dirname(absolute), path), basename(absolute))
}

/** Where the contents of `path` are, for writing: its link is followed as long as it stays inside, to a missing target too. */
export async function placeToWrite(root: Root, path: string): Promise<string> {
  let place = await placeOfEntry(root, path)
  for (let links = 0; links < 40; links++) {
    const target = await readlink(place).catch(() => undefined)
    if (target === undefined) return place
    const next = resolve(dirname(place), target)
    place = join(await insideOnly(root, dirname(next), path), basename(next))
  }
  throw nameError(Object.assign(new Error('Too many links.'), { code: 'ELOOP' }), `write ${path}`)
}

/** The real path of a folder that may not exist yet; throws `OutsideWorkspace` when that is not within the root. */
async function insideOnly(root: Root, folder: string, path: string): Promise<string> {
  const missing: string[] = []
  for (let existing = folder; ; existing = dirname(existing)) {
    let real: string
    try {
      real = await realpath(existing)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw nameError(error, `reach ${path}`)
      missing.unshift(basename(existing))
      continue
    }
    const place = join(real, ...missing)
    const inside = relative(root.real, place)
    if (inside === '..' || inside.startsWith(`..${sep}`) || resolve(inside) === inside) {
      throw outside(path, 'a symbolic link on its way leads out of the opened folder')
    }
    return place
  }
}
