import { isAbsolute, relative, sep } from 'node:path'
import type { FileChange } from '@caret/protocol'
import { type Workspace, WorkspaceError } from '@caret/workspace'

/** A folder that the editor may use, by its absolute path. */
export interface Place extends AsyncDisposable {
  root: string
  workspace: Workspace
  /** Tells of changes on disk, with absolute paths. */
  onChange(listener: (changes: FileChange[]) => void): Disposable
}

/** Watches the workspace once for all who listen. Takes over the workspace: it is disposed with the place. */
export async function openPlace(workspace: Workspace): Promise<Place> {
  const { root } = workspace
  const listeners = new Set<(changes: FileChange[]) => void>()
  const watch = await workspace.watch((changes) => {
    const absolute = changes.map(({ path, kind }) => ({ path: path ? `${root}/${path}` : root, kind }))
    for (const listener of listeners) listener(absolute)
  })
  return {
    root,
    workspace,
    onChange(listener) {
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
    async [Symbol.asyncDispose]() {
      await watch[Symbol.asyncDispose]()
      await workspace[Symbol.asyncDispose]()
    },
  }
}

/** Throws `OutsideWorkspace` for a path that is in none of the places. */
export function findPlace(places: Place[], path: string): { workspace: Workspace; path: string } {
  const place = places.find((candidate) => isInside(candidate, path))
  if (!place) throw new WorkspaceError('OutsideWorkspace', `${path} is outside the opened folder.`)
  return { workspace: place.workspace, path: pathIn(place, path) }
}

/** A path below the place's folder, with forward slashes. */
export const pathIn = ({ root }: Place, path: string): string => relative(root, path).split(sep).join('/')

export function isInside({ root }: Place, path: string): boolean {
  const inside = relative(root, path)
  return inside === '' || (inside !== '..' && !inside.startsWith(`..${sep}`) && !isAbsolute(inside))
}
