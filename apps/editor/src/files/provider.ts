import { type Client, type FileStat, type filesService, RemoteError } from '@caret/protocol'
import { Emitter } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event'
import { Disposable } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import type { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import {
  FileChangeType,
  FilePermission,
  FileSystemProviderCapabilities,
  FileSystemProviderError,
  FileSystemProviderErrorCode,
  FileType,
  type IFileChange,
  type IFileDeleteOptions,
  type IFileOverwriteOptions,
  type IFileSystemProviderWithFileFolderCopyCapability,
  type IFileSystemProviderWithFileReadWriteCapability,
  type IFileWriteOptions,
  type IStat,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/files/common/files'

/** How URIs of a scheme and the engine's absolute paths correspond. */
export interface PathMapping {
  toPath(uri: URI): string
  /** Undefined for a path that the scheme does not show. */
  toUri(path: string): URI | undefined
}

type Provider = IFileSystemProviderWithFileReadWriteCapability & IFileSystemProviderWithFileFolderCopyCapability

/** Files on the engine's disk as the workbench wants them. */
export function createFileProvider(
  files: Client<(typeof filesService)['methods']>,
  { toPath, toUri }: PathMapping,
  options: { trash: boolean; readonly: boolean },
): Provider {
  const changes = new Emitter<readonly IFileChange[]>()
  files.on('changed', (batch) => {
    const shown = batch.flatMap(({ path, kind }) => {
      const resource = toUri(path)
      return resource ? [{ resource, type: changeTypes[kind] }] : []
    })
    if (shown.length > 0) changes.fire(shown)
  })
  const { FileReadWrite, FileFolderCopy, PathCaseSensitive, Trash, Readonly } = FileSystemProviderCapabilities
  return {
    capabilities:
      FileReadWrite |
      FileFolderCopy |
      PathCaseSensitive |
      (options.trash ? Trash : 0) |
      (options.readonly ? Readonly : 0),
    onDidChangeCapabilities: new Emitter<void>().event,
    onDidChangeFile: changes.event,
    // The engine watches the whole folder, for everyone.
    watch: () => Disposable.None,
    stat: (uri) => translate(files.stat({ path: toPath(uri) }).then(toStat)),
    readdir: (uri) =>
      translate(
        files
          .list({ path: toPath(uri) })
          .then((entries) => entries.map(({ name, type, link }) => [name, fileType(type, link)])),
      ),
    readFile: (uri) => translate(files.read({ path: toPath(uri) })),
    writeFile: (uri, contents, { create, overwrite }: IFileWriteOptions) =>
      translateChange(files.write({ path: toPath(uri), contents, create, overwrite })),
    mkdir: (uri) => translateChange(files.createDirectory({ path: toPath(uri) })),
    delete: (uri, { recursive, useTrash }: IFileDeleteOptions) =>
      translateChange(files.delete({ path: toPath(uri), recursive, trash: useTrash })),
    rename: (from, to, { overwrite }: IFileOverwriteOptions) =>
      translateChange(files.rename({ from: toPath(from), to: toPath(to), overwrite })),
    copy: (from, to, { overwrite }: IFileOverwriteOptions) =>
      translateChange(files.copy({ from: toPath(from), to: toPath(to), overwrite })),
  }
}

const changeTypes = {
  created: FileChangeType.ADDED,
  changed: FileChangeType.UPDATED,
  deleted: FileChangeType.DELETED,
}

function toStat({ type, link, readonly, size, modified, created }: FileStat): IStat {
  return {
    type: fileType(type, link),
    size,
    mtime: modified,
    ctime: created,
    ...(readonly ? { permissions: FilePermission.Readonly } : {}),
  }
}

const types = { file: FileType.File, directory: FileType.Directory, other: FileType.Unknown }
const fileType = (type: FileStat['type'], link: boolean) => types[type] | (link ? FileType.SymbolicLink : 0)

const codes: Record<string, FileSystemProviderErrorCode> = {
  FileNotFound: FileSystemProviderErrorCode.FileNotFound,
  NotADirectory: FileSystemProviderErrorCode.FileNotADirectory,
  FileExists: FileSystemProviderErrorCode.FileExists,
  IsADirectory: FileSystemProviderErrorCode.FileIsADirectory,
  NoPermissions: FileSystemProviderErrorCode.NoPermissions,
  OutsideWorkspace: FileSystemProviderErrorCode.NoPermissions,
  NoSpace: FileSystemProviderErrorCode.FileExceedsStorageQuota,
}

async function translate<T>(result: Promise<T>): Promise<T> {
  try {
    return await result
  } catch (error) {
    throw toProviderError(error as Error)
  }
}

async function translateChange(result: Promise<null>): Promise<void> {
  try {
    await result
  } catch (error) {
    const provided = toProviderError(error as Error)
    // For this code the workbench offers to save as the superuser, which it cannot, in place of the reason.
    if (provided.code !== FileSystemProviderErrorCode.NoPermissions) throw provided
    throw FileSystemProviderError.create(provided.message, FileSystemProviderErrorCode.Unknown)
  }
}

function toProviderError(error: Error): FileSystemProviderError {
  const code = error instanceof RemoteError ? codes[error.code] : undefined
  return FileSystemProviderError.create(error.message, code ?? FileSystemProviderErrorCode.Unavailable)
}
