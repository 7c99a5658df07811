import { getService } from '@codingame/monaco-vscode-api/services'
import { IEditorService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/editor/common/editorService.service'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import { chooseBranch, chooseCommit } from './choose.ts'
import type { Layout } from './options.ts'
import { activeView, ReviewInput } from './register.ts'
import type { Subject } from './subject.ts'
import type { ReviewActs } from './view.ts'

/** Offers reviews as commands, and what can be done in one. */
export function offerReviewView(api: typeof vscode, engine: Engine): void {
  const open = async (subject: Subject | undefined) => {
    const editors = await getService(IEditorService)
    if (subject) await editors.openEditor(new ReviewInput(subject), { pinned: true })
  }
  const ask = async (choose: typeof chooseCommit) => {
    try {
      await open(await choose(api, engine))
    } catch (error) {
      void api.window.showErrorMessage((error as Error).message)
    }
  }
  const inView = (act: (view: ReviewActs) => unknown) => async () => {
    const view = await activeView()
    if (view) await act(view)
  }
  /** To the other one than is shown. */
  const toggleSides = async () => {
    const layout: Layout = (await activeView())?.isSideBySide ? 'unified' : 'sideBySide'
    await api.workspace.getConfiguration('caret.review').update('layout', layout, api.ConfigurationTarget.Global)
  }
  const commands: Record<string, () => unknown> = {
    workingTree: () => open({ kind: 'workingTree' }),
    pending: () => open({ kind: 'pending' }),
    commit: () => ask(chooseCommit),
    branch: () => ask(chooseBranch),
    nextHunk: inView((view) => view.move(1)),
    previousHunk: inView((view) => view.move(-1)),
    nextStep: inView((view) => view.moveStep(1)),
    previousStep: inView((view) => view.moveStep(-1)),
    tick: inView((view) => view.tick(true)),
    tickStep: inView((view) => view.tick(true, 'step')),
    untick: inView((view) => view.tick(false)),
    unfold: inView((view) => view.fold(false)),
    fold: inView((view) => view.fold(true)),
    openFile: inView((view) => view.openFile()),
    edit: inView((view) => view.edit()),
    leave: inView((view) => view.leave()),
    save: inView((view) => view.save()),
    sideBySide: toggleSides,
    acceptHunk: inView((view) => view.decide('accept', 'hunk')),
    rejectHunk: inView((view) => view.decide('reject', 'hunk')),
    acceptStep: inView((view) => view.decide('accept', 'step')),
    rejectStep: inView((view) => view.decide('reject', 'step')),
    stage: inView((view) => view.toggleStaged('hunk')),
    stageStep: inView((view) => view.toggleStaged('step')),
    stageFile: inView((view) => view.toggleStaged('file')),
    discard: inView((view) => view.discard('hunk')),
    discardFile: inView((view) => view.discard('file')),
    toCommit: () => api.commands.executeCommand('workbench.scm.action.focusNextInput'),
  }
  for (const [name, run] of Object.entries(commands)) api.commands.registerCommand(`caret.review.${name}`, run)
}
