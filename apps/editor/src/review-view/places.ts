import type { IStorageService } from '@codingame/monaco-vscode-api'
import { StorageScope, StorageTarget } from '@codingame/monaco-vscode-api/vscode/vs/platform/storage/common/storage'

const key = 'caret.review.places'
/** So many reviews' places are kept, the last ones. */
const most = 30

/** Where one was in a review, by its key, as the folder's memory keeps it. */
export function rememberPlaces(storage: IStorageService, review: string) {
  const places = () => JSON.parse(storage.get(key, StorageScope.WORKSPACE, '[]')) as [string, string][]
  return {
    read: () => new Map(places()).get(review),
    write: (hunk: string) => {
      const others = places().filter(([name]) => name !== review)
      const text = JSON.stringify([...others, [review, hunk]].slice(-most))
      storage.store(key, text, StorageScope.WORKSPACE, StorageTarget.MACHINE)
    },
  }
}
