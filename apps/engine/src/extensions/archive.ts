import { promisify } from 'node:util'
import { type AsyncUnzipOptions, type Unzipped, unzip } from 'fflate'
import { ExtensionError } from './extension-error.ts'

const mebibyte = 1024 * 1024

/** What a `.vsix` may hold; far above any real extension, far below what would fill a disk or the memory. */
export const archiveLimits = { archiveBytes: 200 * mebibyte, unpackedBytes: 500 * mebibyte, files: 20_000 }

const root = 'extension/'

/**
 * The files of the extension in a `.vsix`, by their paths in it, which stay inside it. Throws `ExtensionError` for what is
 * no such archive, is too large, or names a file outside itself.
 */
export async function readArchive(vsix: Uint8Array, limits = archiveLimits): Promise<Map<string, Uint8Array>> {
  if (vsix.byteLength > limits.archiveBytes) throw tooLarge(limits)
  let problem: ExtensionError | undefined
  let [files, bytes] = [0, 0]
  // Asked before anything is unpacked; no file is given more room than it claims here.
  const filter: AsyncUnzipOptions['filter'] = ({ name, originalSize }) => {
    if (problem || !name.startsWith(root) || name.endsWith('/')) return false
    if (!isInside(name.slice(root.length)))
      problem = new ExtensionError(`The archive names a file outside itself: ${name}.`)
    files++
    bytes += originalSize
    if (files > limits.files || bytes > limits.unpackedBytes) problem = tooLarge(limits)
    return problem === undefined
  }
  let entries: Unzipped
  try {
    entries = await unzipped(vsix, { filter })
  } catch {
    throw new ExtensionError('This file is no .vsix, or it is damaged. Download or build it again.')
  }
  if (problem) throw problem
  return new Map(Object.entries(entries).map(([name, contents]) => [name.slice(root.length), contents]))
}

const unzipped = promisify<Uint8Array, AsyncUnzipOptions, Unzipped>(unzip)

/** Backslashes and colons mean something on some systems, and no extension needs them. */
const isInside = (path: string) =>
  !/[\\:\0]/.test(path) && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')

const tooLarge = ({ archiveBytes, unpackedBytes, files }: typeof archiveLimits) =>
  new ExtensionError(
    `The extension is too large: at most ${archiveBytes / mebibyte} MiB packed, ${unpackedBytes / mebibyte} MiB and ` +
      `${files} files unpacked are allowed.`,
  )
