import { WorkspaceError } from './workspace.ts'

/**
 * The one spelling of a path within a workspace: no `.`, no `..`, no doubled or trailing slash; `''` is the root. Throws
 * `OutsideWorkspace` for a path that is absolute, climbs above the root, or holds a NUL.
 */
export function normalizePath(path: string, windows = process.platform === 'win32'): string {
  if (path.includes('\0')) throw outside(path.replaceAll('\0', '\\0'), 'it holds a NUL character')
  // A colon starts a drive or an alternate stream there; a backslash elsewhere is a letter like any other.
  if (windows && path.includes(':')) throw outside(path, 'it names a drive or a stream')
  const slashed = windows ? path.replaceAll('\\', '/') : path
  if (slashed.startsWith('/')) throw outside(path, 'it is absolute')
  const parts: string[] = []
  for (const part of slashed.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) throw outside(path, 'it leads out of the opened folder')
  }
  return parts.join('/')
}

export const outside = (path: string, why: string) =>
  new WorkspaceError('OutsideWorkspace', `${path} cannot be used: ${why}. Give a path within the opened folder.`)

/** The folder that holds `path`; of a name at the top, `''`. */
export const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')))

export const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

export const joinPath = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`)

/** Whether `path` is `folder` or lies in it. */
export const isWithin = (path: string, folder: string) =>
  folder === '' || path === folder || path.startsWith(`${folder}/`)

/** Whether a path is git's own, which a workspace neither lists, searches nor watches. */
export const isGitInternal = (path: string) => path.split('/').includes('.git')
