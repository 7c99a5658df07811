import { getService, IStorageService } from '@codingame/monaco-vscode-api'
import { StorageScope, StorageTarget } from '@codingame/monaco-vscode-api/vscode/vs/platform/storage/common/storage'
import type { Memory } from './pending.ts'
import type { SourcesMemory } from './sources.ts'

/** Keeps what waits for a decision, and whose it is, with what the workbench remembers of the folder. */
export async function openMemory(): Promise<{ pending: Memory; sources: SourcesMemory }> {
  const storage = await getService(IStorageService)
  const keep = <T>(key: string, empty: T) => {
    let written = ''
    return {
      read: () => JSON.parse(storage.get(key, StorageScope.WORKSPACE, JSON.stringify(empty))) as T,
      write: (value: T) => {
        const now = JSON.stringify(value)
        if (now === written) return
        written = now
        storage.store(key, now, StorageScope.WORKSPACE, StorageTarget.MACHINE)
      },
    }
  }
  return { pending: keep('caret.review.pending', {}), sources: keep('caret.review.sources', []) }
}
