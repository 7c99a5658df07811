import { randomBytes } from 'node:crypto'
import type { Stats } from 'node:fs'
import { chmod, chown, link, lstat, mkdir, open, rename, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { detectEncoding, encodeText } from '../encoding.ts'
import { fileExists, fileNotFound, isADirectory, nameError } from '../errors.ts'
import { type WriteOptions, WorkspaceError } from '../workspace.ts'
import { placeToWrite, type Root } from './confine.ts'

/**
 * Writes a file so that a reader, or a crash, sees its old contents or its new ones: into a temporary file beside it, which
 * then takes its name. Where that would lose something (a hard link, another owner) or the folder takes no new file, the
 * file is written in place.
 */
export async function writeAtomically(
  root: Root,
  path: string,
  contents: Uint8Array | string,
  { create = true, overwrite = true }: WriteOptions = {},
): Promise<void> {
  const target = await placeToWrite(root, path)
  try {
    const existing = await lstat(target).catch(ignoreMissing)
    if (existing?.isDirectory()) throw isADirectory(path)
    if (existing && !overwrite) throw fileExists(path)
    if (!existing && !create) throw fileNotFound(path)
    if (existing && !existing.isFile())
      throw new WorkspaceError('Unknown', `${path} is a device or a pipe, not a file.`)
    // Renaming over a file asks only for its folder's permission; the file's own must be respected all the same.
    if (existing && (existing.mode & 0o222) === 0) throw readOnlyFile(path)
    const bytes = typeof contents === 'string' ? encodeText(contents, await encodingOf(target, existing)) : contents
    if (existing) await replace(target, bytes, existing)
    else await createFile(target, bytes, overwrite, path)
  } catch (error) {
    throw nameError(error, `write ${path}`)
  }
}

/** Whether a name is that of a write in progress. */
export const isTemporary = (name: string) => /^\.caret-[0-9a-f]{12}\.tmp$/.test(name)

async function replace(target: string, bytes: Uint8Array, existing: Stats): Promise<void> {
  // Opening for writing changes nothing yet and asks the system whether this user may.
  await (await open(target, 'r+')).close()
  if (existing.nlink > 1) return writeFile(target, bytes)
  const temporary = temporaryBeside(target)
  try {
    await writeFile(temporary, bytes, { flag: 'wx', mode: existing.mode & 0o777 })
    await takeOver(temporary, existing)
    await rename(temporary, target)
  } catch (error) {
    await unlink(temporary).catch(() => {})
    if (!/^(EACCES|EPERM|EROFS|ENAMETOOLONG)$/.test((error as NodeJS.ErrnoException).code ?? '')) throw error
    await writeFile(target, bytes)
  }
}

async function takeOver(temporary: string, existing: Stats): Promise<void> {
  const own = await lstat(temporary)
  if (own.uid !== existing.uid || own.gid !== existing.gid) await chown(temporary, existing.uid, existing.gid)
  if (own.mode !== existing.mode) await chmod(temporary, existing.mode & 0o7777)
}

async function createFile(target: string, bytes: Uint8Array, overwrite: boolean, path: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  const temporary = temporaryBeside(target)
  try {
    await writeFile(temporary, bytes, { flag: 'wx' })
    if (overwrite) return await rename(temporary, target)
    await link(temporary, target).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') throw fileExists(path)
      // A file system without hard links: not atomic, but still only one can win.
      return writeFile(target, bytes, { flag: 'wx' })
    })
    await unlink(temporary)
  } catch (error) {
    await unlink(temporary).catch(() => {})
    throw error
  }
}

async function encodingOf(target: string, existing: Stats | undefined) {
  if (!existing) return 'utf-8'
  await using file = await open(target, 'r')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(3), 0, 3, 0)
  return detectEncoding(buffer.subarray(0, bytesRead))
}

const temporaryBeside = (target: string) => join(dirname(target), `.caret-${randomBytes(6).toString('hex')}.tmp`)

export function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

const readOnlyFile = (path: string) =>
  new WorkspaceError('NoPermissions', `${path} is read-only. Make it writable first (\`chmod u+w ${basename(path)}\`).`)
