import type { ReviewSource } from '@caret/protocol'
import type { FileChange } from '@caret/text'
import type { Pending } from '../review/pending.ts'

/** What waits for a decision in the folder, as one change set; what is still being written is left out. */
export function pendingSet(pending: Pending, root: string): Extract<ReviewSource, { kind: 'changeSet' }> {
  const files = pending
    .paths()
    .filter((path) => !pending.isGrowing(path))
    .flatMap((path): FileChange[] => {
      const change = pending.change(path)
      const inside = pathIn(root, path)
      return change && inside !== undefined ? [{ ...change, path: inside }] : []
    })
  const changeSet = { id: 'pending', title: 'Proposed changes', origin: { kind: 'chat' as const }, files }
  return { kind: 'changeSet', changeSet }
}

/** With forward slashes; undefined for what is outside of the folder. */
function pathIn(root: string, path: string): string | undefined {
  const [folder, file] = [root, path].map((each) => each.replaceAll('\\', '/'))
  return file!.startsWith(`${folder}/`) ? file!.slice(folder!.length + 1) : undefined
}
