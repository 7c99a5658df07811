import { RemoteError } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { GitModel } from './model.ts'
import { gitScheme, readRevisionUri } from './uris.ts'

interface Original {
  bytes: Uint8Array
  modified: number
}

/** Serves files of the index and of revisions, read-only, and tells when they become others. */
export function serveOriginals(api: typeof vscode, model: GitModel): void {
  const changes = new api.EventEmitter<vscode.FileChangeEvent[]>()
  const read = new Map<string, Original>()

  async function load(uri: vscode.Uri): Promise<Original> {
    const file = readRevisionUri(uri)
    if (!file) throw api.FileSystemError.FileNotFound(uri)
    const bytes = await model.git.show(file).catch((error: unknown) => {
      // A file that is new has no original: its text was empty.
      if (error instanceof RemoteError && error.code === 'NotFound') return new Uint8Array()
      throw error
    })
    const before = read.get(uri.toString())
    const same = before && equal(before.bytes, bytes)
    const original = same ? before : { bytes, modified: Math.max(Date.now(), (before?.modified ?? 0) + 1) }
    read.set(uri.toString(), original)
    return original
  }

  async function reload() {
    const open = new Set(api.workspace.textDocuments.map((document) => document.uri.toString()))
    for (const [text, before] of read) {
      if (!open.has(text)) {
        read.delete(text)
        continue
      }
      const uri = api.Uri.parse(text)
      const after = await load(uri).catch(() => before)
      if (after !== before) changes.fire([{ type: api.FileChangeType.Changed, uri }])
    }
  }

  model.onRevisions(() => void reload())
  const refuse = (uri: vscode.Uri) => {
    throw api.FileSystemError.NoPermissions(uri)
  }
  api.workspace.registerFileSystemProvider(
    gitScheme,
    {
      onDidChangeFile: changes.event,
      watch: () => new api.Disposable(() => {}),
      async stat(uri) {
        const { bytes, modified } = await load(uri)
        return { type: api.FileType.File, ctime: 0, mtime: modified, size: bytes.length }
      },
      async readFile(uri) {
        return (await load(uri)).bytes
      },
      readDirectory: () => [],
      createDirectory: refuse,
      writeFile: refuse,
      delete: refuse,
      rename: refuse,
    },
    { isReadonly: true, isCaseSensitive: true },
  )
}

const equal = (a: Uint8Array, b: Uint8Array) => a.length === b.length && a.every((byte, i) => byte === b[i])
