import {
  type CheckpointConflict,
  type CheckpointInfo,
  type CheckpointPreview,
  checkpointsService,
} from '@caret/protocol'
import { type FileChange, kindOf } from '@caret/text'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import { ago } from './ago.ts'
import { showConflicts } from './conflicts.ts'
import type { Pending } from './pending.ts'
import { untilAnswered } from './until-answered.ts'

type What = 'change' | 'state'

/** Takes back what was accepted, today or long ago, by a proposal that is reviewed like any other. */
export function offerGoingBack(api: typeof vscode, engine: Engine, pending: Pending): void {
  const checkpoints = engine.use(checkpointsService)
  const compare = showConflicts(api)

  const choose = async (title: string, placeHolder: string): Promise<CheckpointInfo | undefined> => {
    const { checkpoints: all, problems } = await untilAnswered(() => checkpoints.list({}))
    if (problems.length > 0) void api.window.showWarningMessage(problems.join(' '))
    if (all.length === 0) {
      void api.window.showInformationMessage('Nothing was accepted in this folder yet.')
      return undefined
    }
    const items = all.map((checkpoint) => ({
      checkpoint,
      label: checkpoint.title,
      description: ago(Date.now() - checkpoint.time),
      detail: checkpoint.files.map(({ path }) => nameOf(path)).join(', '),
    }))
    const options = { title, placeHolder, matchOnDetail: true }
    return (await api.window.showQuickPick(items, options))?.checkpoint
  }
  const nameOf = (path: string) => api.workspace.asRelativePath(path, false)

  const goBack = async (kind: What, title: string, placeHolder: string) => {
    const chosen = await choose(title, placeHolder)
    if (!chosen) return
    const what = { id: chosen.id, kind }
    // Once to learn which files it is about, and once with the texts that the editor has of them.
    const about = await untilAnswered(() => checkpoints.preview(what))
    const paths = [
      ...about.changeSet.files.flatMap(({ path, to }) => [path, to ?? path]),
      ...about.conflicts.map(({ path }) => path),
    ]
    const texts = Object.fromEntries(
      await Promise.all(paths.map(async (path) => [path, await textOf(api, path)] as const)),
    )
    const { changeSet, conflicts } = await untilAnswered(() => checkpoints.preview({ ...what, texts }))
    const growing = paths.find((path) => pending.isGrowing(path))
    if (growing !== undefined) {
      return api.window.showInformationMessage(
        `${nameOf(growing)} is being written by a model. Try again once it is done.`,
      )
    }
    if (changeSet.files.length === 0 && conflicts.length === 0) {
      return api.window.showInformationMessage(`There is nothing to do: “${chosen.title}” is not in the files.`)
    }
    const isOfTheDisk = (file: FileChange) => ['deleted', 'renamed'].includes(kindOf(file))
    const isDone = await changeDisk(what, { ...changeSet, files: changeSet.files.filter(isOfTheDisk) })
    if (!isDone) return
    const files = changeSet.files.filter((file) => !isOfTheDisk(file))
    for (const { path, before } of files) {
      if ((await textOf(api, path)) === (before ?? null)) continue
      return api.window.showWarningMessage(`${nameOf(path)} has changed meanwhile. Try again.`)
    }
    await pending.propose({ ...changeSet, files })
    if (conflicts.length > 0) void compare(conflicts, files, nameOf)
    await show(files, conflicts)
  }

  /** Files that go, or get another name, have no editor in which that could wait for a decision: it is asked at once. */
  const changeDisk = async (
    what: { id: string; kind: What },
    changeSet: CheckpointPreview['changeSet'],
  ): Promise<boolean> => {
    const { files } = changeSet
    if (files.length === 0) return true
    const deeds = files.map(({ path, to }) =>
      to === undefined ? `delete ${nameOf(path)}` : `rename ${nameOf(path)} to ${nameOf(to)}`,
    )
    const answer = await api.window.showWarningMessage(`This will ${deeds.join(', ')}.`, { modal: true }, 'Go On')
    if (answer === undefined) return false
    const { conflicts } = await checkpoints.restore({ ...what, paths: files.map(({ path }) => path) })
    if (conflicts.length > 0) {
      void api.window.showWarningMessage(conflicts.map(({ reason }) => reason).join(' '))
      return false
    }
    await checkpoints.record({
      ...changeSet,
      files: files.map((file) => ({ ...file, wasUnsaved: false })),
      unsaved: [],
    })
    return true
  }

  const show = async (files: readonly FileChange[], conflicts: readonly CheckpointConflict[]) => {
    const path = files[0]?.path ?? conflicts.find(({ places }) => places.length > 0)?.path
    if (path === undefined) return
    await api.window.showTextDocument(api.Uri.file(path))
    if (files.length > 0) await api.commands.executeCommand('caret.review.nextHere')
  }

  const command = (name: string, kind: What, title: string, placeHolder: string) =>
    api.commands.registerCommand(name, async () => {
      try {
        await goBack(kind, title, placeHolder)
      } catch (error) {
        void api.window.showErrorMessage(error instanceof Error ? error.message : String(error))
      }
    })
  command(
    'caret.checkpoints.takeBack',
    'change',
    'Take Back an Accepted Change',
    'What came after it stays. The change is shown before anything is decided.',
  )
  command(
    'caret.checkpoints.restore',
    'state',
    'Restore the State Before',
    'All files as they were, unsaved text too; what came after goes. It is shown before anything is decided.',
  )
}

/** The text that the editor has of a file, or would have; null where there is none. */
async function textOf(api: typeof vscode, path: string): Promise<string | null> {
  const uri = api.Uri.file(path)
  try {
    return (await api.workspace.openTextDocument(uri)).getText()
  } catch (error) {
    const isThere = await api.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    )
    if (isThere) throw error
    return null
  }
}
