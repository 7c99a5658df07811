import { checkpointsService, type MessageConnection, serve } from '@caret/protocol'
import { applyTo, type Checkpoints, type FileConflict, readFrom, type TakenBack } from '@caret/review'
import { WorkspaceError } from '@caret/workspace'
import { findPlace, type Place } from './place.ts'

/**
 * Keeps what pages accept, and goes back to it. Checkpoints name files by their absolute paths: one may be of the user's settings,
 * which are in another of the `places`. Only the files of the first place are changed here.
 */
export function serveCheckpoints(
  connection: MessageConnection,
  checkpoints: Checkpoints,
  places: [Place, ...Place[]],
): Disposable {
  const [folder] = places
  const read = (path: string) => {
    const { workspace, path: inside } = findPlace(places, path)
    return readFrom(workspace)(inside)
  }
  const goBack = (
    { id, kind }: { id: string; kind: 'change' | 'state' },
    from: (path: string) => Promise<string | undefined>,
  ): Promise<TakenBack> => (kind === 'change' ? checkpoints.takeBack(id, from) : checkpoints.stateBefore(id, from))

  return serve(connection, checkpointsService, {
    record: async (accepted) => {
      for (const { path, to } of accepted.files) for (const each of [path, to]) if (each) findPlace(places, each)
      await checkpoints.record(accepted)
      return null
    },
    list: async () => {
      const { checkpoints: all, problems } = await checkpoints.list()
      return { checkpoints: all.map((each) => ({ ...each, files: [...each.files] })), problems: [...problems] }
    },
    preview: async ({ texts = {}, ...what }) => {
      const from = async (path: string) => (path in texts ? (texts[path] ?? undefined) : read(path))
      const { set, conflicts } = await goBack(what, from)
      return { changeSet: { ...set, files: [...set.files] }, conflicts: copyOf(conflicts) }
    },
    restore: async ({ paths, ...what }, signal) => {
      const { set, conflicts } = await goBack(what, read)
      const isMeant = ({ path }: { path: string }) => !paths || paths.includes(path)
      const inTheWay = conflicts.filter(isMeant)
      if (inTheWay.length > 0) return { conflicts: copyOf(inTheWay) }
      const files = set.files.filter(isMeant).map((file) => {
        const inside = (path: string) => findPlace([folder], path).path
        return { ...file, path: inside(file.path), ...(file.to !== undefined && { to: inside(file.to) }) }
      })
      for (const { path } of files) {
        if (folder.workspace.buffers.get(path) === undefined) continue
        throw new WorkspaceError('Unknown', `${path} has unsaved text. Save it, or go back in the editor.`)
      }
      const result = await applyTo(folder.workspace, { ...set, files }, {}, signal)
      if (result.kind === 'applied') return { conflicts: [] }
      return { conflicts: copyOf(result.conflicts.map((each) => ({ ...each, path: `${folder.root}/${each.path}` }))) }
    },
  })
}

const copyOf = (conflicts: readonly FileConflict[]) => conflicts.map((each) => ({ ...each, places: [...each.places] }))
