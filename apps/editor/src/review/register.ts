import type { Hunk } from '@caret/text'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import { documentName, uriOf } from '../document-name.ts'
import type { Proposals } from '../proposals.ts'
import { offerClipboard } from './apply-clipboard.ts'
import { following, hunkAt, hunkFrom } from './hunk-at.ts'
import { drawPending } from './marks.ts'
import { openMemory } from './memory.ts'
import { watchNewProblems } from './new-problems.ts'
import { Pending } from './pending.ts'
import { recordAccepted } from './record.ts'
import { Sources } from './sources.ts'
import { offerGoingBack } from './go-back.ts'

/** Proposed changes in the editors: shown in place, taken or refused one by one or together. Gives those that wait. */
export async function registerReview(api: typeof vscode, engine: Engine, proposals: Proposals): Promise<Pending> {
  const memory = await openMemory()
  const pending = new Pending(api, memory.pending, new Sources(memory.sources), proposals)
  recordAccepted(api, engine, pending)
  const active = () => {
    const editor = api.window.activeTextEditor
    const path = editor && documentName(editor.document.uri)
    return editor && path !== undefined ? { editor, path, line: editor.selection.active.line + 1 } : undefined
  }
  const tell = () => {
    const here = active()
    void api.commands.executeCommand('setContext', 'caret.review.here', !!here && pending.hunks(here.path).length > 0)
  }
  const show = (editor: vscode.TextEditor, { after: { start, end } }: Hunk) => {
    const position = new api.Position(Math.min(start, editor.document.lineCount - 1), 0)
    editor.selection = new api.Selection(position, position)
    const range = new api.Range(position, new api.Position(Math.max(start, end - 1), 0))
    editor.revealRange(range, api.TextEditorRevealType.InCenterIfOutsideViewport)
  }
  /** To the next change of this file, or of the next file that has some. */
  const go = async (direction: 'next' | 'previous') => {
    const here = active()
    const found = here && hunkFrom(pending.hunks(here.path), here.line, direction)
    if (here && found) return show(here.editor, found)
    const waiting = pending.paths().filter((each) => pending.hunks(each).length > 0)
    const path = following(waiting, here?.path, direction)
    if (path === undefined) return
    const editor = await api.window.showTextDocument(uriOf(api, path))
    const hunk = pending.hunks(path).at(direction === 'next' ? 0 : -1)
    if (hunk) show(editor, hunk)
  }
  /** The next one after the caret, or the first. */
  const showProblem = async () => {
    const here = active()
    const all = problems.all()
    const next = all.find(({ path, line }) => here && path === here.path && line + 1 > here.line) ?? all[0]
    if (!next) return
    const editor = await api.window.showTextDocument(api.Uri.file(next.path))
    const position = new api.Position(next.line, 0)
    editor.selection = new api.Selection(position, position)
    editor.revealRange(new api.Range(position, position), api.TextEditorRevealType.InCenterIfOutsideViewport)
  }
  /** To the next change of this file, around its end. */
  const goHere = () => {
    const here = active()
    const hunks = here ? pending.hunks(here.path) : []
    const next = here && (hunkFrom(hunks, here.line, 'next') ?? hunks[0])
    if (next) show(here.editor, next)
    return next !== undefined
  }
  const toNext = async () => {
    if (!goHere()) await go('next')
  }
  const decide = async (act: 'accept' | 'reject') => {
    const here = active()
    const hunks = here ? pending.hunks(here.path) : []
    const at = here ? hunkAt(hunks, here.line) : -1
    if (!here || at === -1) return go('next')
    await pending[act](here.path, [hunks[at]!])
    await toNext()
  }
  const decideFile = async (act: 'accept' | 'reject') => {
    const here = active()
    if (!here) return
    await pending[act](here.path)
    await go('next')
  }
  const decideAll = async (act: 'accept' | 'reject') => {
    for (const path of pending.paths()) await pending[act](path)
  }
  const commands: Record<string, () => unknown> = {
    accept: () => decide('accept'),
    reject: () => decide('reject'),
    acceptFile: () => decideFile('accept'),
    rejectFile: () => decideFile('reject'),
    acceptAll: () => decideAll('accept'),
    rejectAll: () => decideAll('reject'),
    next: () => go('next'),
    previous: () => go('previous'),
    nextHere: toNext,
  }
  for (const [name, run] of Object.entries(commands)) api.commands.registerCommand(`caret.review.${name}`, run)
  pending.onChange(tell)
  api.window.onDidChangeActiveTextEditor(tell)
  await pending.restore()
  const problems = watchNewProblems(api, pending, proposals)
  await drawPending(pending, problems, {
    accept: (path, hunks) => void pending.accept(path, hunks),
    reject: (path, hunks) => void pending.reject(path, hunks),
    review: () => void api.commands.executeCommand('caret.review.pending'),
    go: (direction) => void go(direction),
    showProblem: () => void showProblem(),
  })
  offerClipboard(api, engine, pending)
  offerGoingBack(api, engine, pending)
  return pending
}
