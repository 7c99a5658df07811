import { stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { CommandError } from './command-error.ts'

/** What the user asked to open: a folder, and perhaps a file in it. */
export interface Target {
  /** Absolute. */
  folder: string
  /** Relative to the folder. */
  file?: string
}

/** Throws a `CommandError` when there is nothing of that name, or nothing that can be opened. */
export async function findTarget(argument: string): Promise<Target> {
  const path = resolve(argument)
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES') throw new CommandError(`${path} cannot be reached: its permissions forbid it.`)
    throw new CommandError(`There is no file or folder ${path}.`)
  })
  if (found.isDirectory()) return { folder: path }
  if (found.isFile()) return { folder: dirname(path), file: basename(path) }
  throw new CommandError(`${path} is neither a file nor a folder.`)
}
