import { getService, IStorageService } from '@codingame/monaco-vscode-api'
import { StorageScope, StorageTarget } from '@codingame/monaco-vscode-api/vscode/vs/platform/storage/common/storage'
import type { Memory } from './pending.ts'

const key = 'caret.review.pending'

/** Keeps what waits for a decision with what the workbench remembers of the folder. */
export async function openMemory(): Promise<Memory> {
  const storage = await getService(IStorageService)
  let written = ''
  return {
    read: () => JSON.parse(storage.get(key, StorageScope.WORKSPACE, '{}')) as Record<string, string | null>,
    write: (texts) => {
      const now = JSON.stringify(texts)
      if (now === written) return
      written = now
      storage.store(key, now, StorageScope.WORKSPACE, StorageTarget.MACHINE)
    },
  }
}
