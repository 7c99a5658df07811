import {
  access,
  constants,
  cp,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  unlink,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { decodeText } from '../encoding.ts'
import { directoryNotEmpty, fileExists, intoItself, isADirectory, nameError, rootStays } from '../errors.ts'
import { isWithin, normalizePath } from '../paths.ts'
import { type Entry, type Stat, WorkspaceError } from '../workspace.ts'
import { placeOfEntry, placeToRead, placeToWrite, type Root } from './confine.ts'
import { ignoreMissing, isTemporary } from './write.ts'

export async function statFile(root: Root, path: string): Promise<Stat> {
  const place = placeToRead(root, path)
  try {
    const own = await lstat(place)
    const link = own.isSymbolicLink()
    const target = link ? await stat(place).catch(() => undefined) : own
    const { size, mtimeMs, birthtimeMs, mode } = target ?? own
    const writable = (mode & 0o222) !== 0 && (await access(place, constants.W_OK).then(yes, no))
    return {
      type: target ? typeOf(target) : 'other',
      link,
      readonly: target !== undefined && !writable,
      size,
      modified: mtimeMs,
      created: birthtimeMs,
    }
  } catch (error) {
    throw nameError(error, `look at ${path}`)
  }
}

export async function listFolder(root: Root, path: string): Promise<Entry[]> {
  const place = placeToRead(root, path)
  try {
    const entries = (await readdir(place, { withFileTypes: true })).filter((entry) => !isTemporary(entry.name))
    return await Promise.all(
      entries.map(async (entry) => {
        const link = entry.isSymbolicLink()
        const target = link ? await stat(join(place, entry.name)).catch(() => undefined) : entry
        return { name: entry.name, type: target ? typeOf(target) : 'other', link }
      }),
    )
  } catch (error) {
    throw nameError(error, `list ${path}`)
  }
}

export async function readBytes(root: Root, path: string, signal?: AbortSignal): Promise<Uint8Array> {
  const place = placeToRead(root, path)
  try {
    const found = await stat(place)
    if (found.isDirectory()) throw isADirectory(path)
    // Reading a pipe or a device may never end.
    if (!found.isFile()) throw new WorkspaceError('Unknown', `${path} is a device or a pipe, not a file.`)
    return await readFile(place, { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw nameError(error, `read ${path}`)
  }
}

export const readFileText = async (root: Root, path: string, signal?: AbortSignal) =>
  decodeText(await readBytes(root, path, signal))

export async function makeFolder(root: Root, path: string): Promise<void> {
  const place = await placeToWrite(root, path)
  try {
    await mkdir(place, { recursive: true })
  } catch (error) {
    throw nameError(error, `make the folder ${path}`)
  }
}

export async function deleteEntry(
  root: Root,
  path: string,
  { recursive = false, trash = false }: { recursive?: boolean; trash?: boolean } = {},
): Promise<void> {
  if (normalizePath(path) === '') throw rootStays('deleted')
  const place = await placeOfEntry(root, path)
  try {
    const folder = (await lstat(place)).isDirectory()
    if (folder && !recursive && (await readdir(place)).length > 0) throw directoryNotEmpty(path)
    if (trash) await moveToTrash(place, path)
    else if (folder && recursive) await rm(place, { recursive: true })
    else if (folder) await rmdir(place)
    else await unlink(place)
  } catch (error) {
    throw nameError(error, `delete ${path}`)
  }
}

export async function renameEntry(
  root: Root,
  from: string,
  to: string,
  options?: { overwrite?: boolean },
): Promise<void> {
  await putAt(root, from, to, options, 'rename', async (source, target) => {
    try {
      await rename(source, target)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
      await cp(source, target, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
      await rm(source, { recursive: true })
    }
  })
}

export async function copyEntry(
  root: Root,
  from: string,
  to: string,
  options?: { overwrite?: boolean },
): Promise<void> {
  await putAt(root, from, to, options, 'copy', (source, target) =>
    cp(source, target, { recursive: true, verbatimSymlinks: true }),
  )
}

async function putAt(
  root: Root,
  from: string,
  to: string,
  { overwrite = false }: { overwrite?: boolean } = {},
  verb: 'rename' | 'copy',
  put: (source: string, target: string) => Promise<void>,
): Promise<void> {
  if (normalizePath(from) === '' && verb === 'rename') throw rootStays('renamed')
  if (normalizePath(to) === '') throw rootStays('replaced')
  const source = await (verb === 'rename' ? placeOfEntry(root, from) : placeToRead(root, from))
  const target = await placeOfEntry(root, to)
  try {
    const moved = await lstat(source)
    const replaced = await lstat(target).catch(ignoreMissing)
    if (source === target) return
    // One file under two spellings: a change of case on a disk that does not tell cases apart.
    const respelled = replaced?.ino === moved.ino && source.toLowerCase() === target.toLowerCase()
    if (isWithin(slashed(target), slashed(source)) || isWithin(slashed(source), slashed(target)))
      throw intoItself(from, to)
    if (replaced && !respelled) {
      if (!overwrite) throw fileExists(to)
      // A file renamed over another replaces it in one step; but over a hard link to itself it would do nothing.
      const inOneStep = verb === 'rename' && replaced.isFile() && moved.isFile() && replaced.ino !== moved.ino
      if (!inOneStep) await rm(target, { recursive: true })
    }
    await mkdir(dirname(target), { recursive: true })
    await put(source, target)
  } catch (error) {
    throw nameError(error, `${verb} ${from} to ${to}`)
  }
}

async function moveToTrash(place: string, path: string): Promise<void> {
  try {
    const { default: trash } = await import('trash')
    await trash(place, { glob: false })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const message = `${path} could not be moved to the trash (${reason}). Nothing was deleted; it can be deleted for good instead.`
    throw new WorkspaceError('TrashUnavailable', message, { cause: error })
  }
}

interface Typed {
  isFile(): boolean
  isDirectory(): boolean
}

const typeOf = (found: Typed): Stat['type'] => (found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other')
const slashed = (path: string) => path.replaceAll('\\', '/')
const yes = () => true
const no = () => false
