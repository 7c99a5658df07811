import type { IStorageService } from '@codingame/monaco-vscode-api/vscode/vs/platform/storage/common/storage.service'
import { StorageScope, StorageTarget } from '@codingame/monaco-vscode-api/vscode/vs/platform/storage/common/storage'
import { createHistory, type History } from './history.ts'
import type { MentionSource } from './input.ts'

const mostKnown = 300

/** What was said, kept with what the workbench remembers of the folder. */
export function rememberedHistory(storage: IStorageService, key: string): History {
  return createHistory(read(storage, key), (entries) => write(storage, key, entries))
}

/** Labels that were chosen, so that what was said before still says what it mentions. */
export function rememberedLabels(storage: IStorageService, key: string): MentionSource['known'] {
  const labels = new Set(read(storage, key))
  return {
    has: (label) => labels.has(label),
    add: (label) => {
      labels.delete(label)
      labels.add(label)
      write(storage, key, [...labels].slice(-mostKnown))
    },
  }
}

const read = (storage: IStorageService, key: string) =>
  JSON.parse(storage.get(key, StorageScope.WORKSPACE, '[]')) as string[]

const write = (storage: IStorageService, key: string, entries: readonly string[]) =>
  storage.store(key, JSON.stringify(entries), StorageScope.WORKSPACE, StorageTarget.MACHINE)
