import { WorkspaceError, type WorkspaceErrorCode } from './workspace.ts'

/**
 * Names an error of the operating system, so that its message says what could not be done to which path, and why.
 * @param deed what was tried, as in `read src/a.ts`.
 */
export function nameError(error: unknown, deed: string): WorkspaceError {
  if (error instanceof WorkspaceError) return error
  const cause = error as NodeJS.ErrnoException
  const [code, reason] = causes[cause.code ?? ''] ?? ['Unknown', cause.message ?? String(error)]
  return new WorkspaceError(code, `Could not ${deed}: ${reason}`, { cause })
}

export const fileNotFound = (path: string) => new WorkspaceError('FileNotFound', `${shown(path)} does not exist.`)

export const fileExists = (path: string) => new WorkspaceError('FileExists', `${shown(path)} already exists.`)

export const isADirectory = (path: string) =>
  new WorkspaceError('IsADirectory', `${shown(path)} is a folder, not a file.`)

export const directoryNotEmpty = (path: string) =>
  new WorkspaceError('DirectoryNotEmpty', `The folder ${shown(path)} is not empty; delete it with all that is in it.`)

export const rootStays = (deed: string) =>
  new WorkspaceError('NoPermissions', `The opened folder itself cannot be ${deed} from within.`)

export const intoItself = (from: string, to: string) =>
  new WorkspaceError('Unknown', `${shown(from)} cannot be put at ${shown(to)}: one of them is inside the other.`)

/** A path as messages show it. */
export const shown = (path: string) => (path === '' ? 'The opened folder' : path)

const causes: Record<string, [WorkspaceErrorCode, string]> = {
  ENOENT: ['FileNotFound', 'it does not exist.'],
  EEXIST: ['FileExists', 'there is something of that name already.'],
  EISDIR: ['IsADirectory', 'it is a folder.'],
  ERR_FS_EISDIR: ['IsADirectory', 'it is a folder.'],
  ENOTDIR: ['NotADirectory', 'a part of the path is a file, not a folder.'],
  ENOTEMPTY: ['DirectoryNotEmpty', 'the folder is not empty.'],
  EACCES: ['NoPermissions', 'you do not have the permission. Check the owner and the mode of the file and its folder.'],
  EPERM: ['NoPermissions', 'the system does not permit it. Check the owner and the attributes of the file.'],
  EROFS: ['NoPermissions', 'the disk is read-only.'],
  EBUSY: ['NoPermissions', 'it is in use by another program.'],
  ETXTBSY: ['NoPermissions', 'it is a program that is running.'],
  ENOSPC: ['NoSpace', 'the disk is full. Free some space and try again.'],
  EDQUOT: ['NoSpace', 'your disk quota is used up. Free some space and try again.'],
  ELOOP: ['FileNotFound', 'its symbolic links lead in a circle.'],
  ENAMETOOLONG: ['Unknown', 'the name is too long for the file system.'],
  EINVAL: ['Unknown', 'the file system does not allow it (a name it cannot hold, or a folder put into itself).'],
  EXDEV: ['Unknown', 'it would cross from one disk to another.'],
  EMFILE: ['Unknown', 'too many files are open. Raise the limit (`ulimit -n`) or close other programs.'],
  ENFILE: ['Unknown', 'too many files are open on this machine. Close other programs.'],
  EIO: ['Unknown', 'the disk reported an error.'],
  ERR_FS_FILE_TOO_LARGE: ['Unknown', 'it is larger than 2 GiB, more than can be held at once.'],
}
