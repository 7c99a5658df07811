import { applyEdits, type ChangeSet, hunksOf, type LineSpan } from '@caret/text'
import type * as vscode from 'vscode'
import { count } from '../count.ts'
import type { Engine } from '../engine.ts'
import type { Pending } from '../review/pending.ts'
import { everywhere } from '../tab/everywhere.ts'
import type { Offer } from './box.ts'

/** How many fixes a server works out beforehand. */
const mostResolved = 30
const most = 12
const mostProblems = 8
/** Snippets around the lines are no work done, and crowd out what is. */
const isOf = ({ disabled, kind }: vscode.CodeAction) => !disabled && !kind?.value.startsWith('refactor.surround')

/**
 * What language servers would do about the lines, the preferred first: fixes, refactorings, and what concerns the whole file. What is
 * chosen is proposed; what a server does by itself is left to it.
 */
export async function offersFor(
  api: typeof vscode,
  pending: Pick<Pending, 'propose'>,
  document: vscode.TextDocument,
  { start, end }: LineSpan,
  onChosen: () => void,
): Promise<Offer[]> {
  const last = document.lineAt(Math.min(end, document.lineCount) - 1).range.end
  const range = new api.Range(new api.Position(start, 0), last)
  const ask = async (kind: string, where = range): Promise<vscode.CodeAction[]> => {
    const of = ['vscode.executeCodeActionProvider', document.uri, where, kind, mostResolved] as const
    // A server that fails offers nothing.
    return (await api.commands.executeCommand<vscode.CodeAction[]>(...of).then(undefined, () => [])) ?? []
  }
  const problems = api.languages
    .getDiagnostics(document.uri)
    .filter((problem) => problem.range.intersection(range))
    .slice(0, mostProblems)
  const asked = await Promise.all([
    // Some servers find a fix only by exactly the range of its problem.
    ...problems.map((problem) => ask('quickfix', problem.range)),
    ask('refactor'),
    ask('source'),
  ])
  const all = new Map(asked.flat().flatMap((action) => (isOf(action) ? [[action.title, action] as const] : [])))
  const rank = ({ isPreferred, kind }: vscode.CodeAction) =>
    isPreferred ? 0 : kind?.value.startsWith('quickfix') ? 1 : 2
  return [...all.values()]
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, most)
    .map((action) => ({
      icon: action.kind?.value.startsWith('quickfix') ? 'lightbulb' : 'tools',
      label: action.title,
      detail: action.isPreferred ? 'preferred' : '',
      run: () => {
        onChosen()
        void take(api, pending, action)
      },
    }))
}

/** The user's last edit, made wherever else it fits. */
export async function lastEditOffers(
  api: typeof vscode,
  engine: Engine,
  pending: Pick<Pending, 'propose'>,
  document: vscode.TextDocument,
  line: number,
  onChosen: () => void,
): Promise<Offer[]> {
  const changes = await everywhere(api, engine, document, new api.Position(line, 0)).catch(() => undefined)
  if (!changes) return []
  const places = changes.files.reduce((sum, file) => sum + hunksOf(file).length, 0)
  const run = () => {
    onChosen()
    void propose(api, pending, changes)
  }
  const detail = `${count(places, 'place')} in ${count(changes.files.length, 'file')}`
  return [{ icon: 'replace-all', label: 'Make the last edit everywhere', detail, run }]
}

async function propose(api: typeof vscode, pending: Pick<Pending, 'propose'>, changes: ChangeSet): Promise<void> {
  try {
    await pending.propose(changes)
    await api.commands.executeCommand('caret.review.nextHere')
  } catch (error) {
    void api.window.showErrorMessage(`${changes.title}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function take(api: typeof vscode, pending: Pick<Pending, 'propose'>, action: vscode.CodeAction): Promise<void> {
  try {
    const { edit, command } = action
    const changes = edit && (await changesOf(api, action.title, edit))
    if (changes) await propose(api, pending, changes)
    else if (edit) await api.workspace.applyEdit(edit)
    if (command) await api.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]))
  } catch (error) {
    void api.window.showErrorMessage(`${action.title}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Undefined where it does more than change texts. */
async function changesOf(
  api: typeof vscode,
  title: string,
  edit: vscode.WorkspaceEdit,
): Promise<ChangeSet | undefined> {
  const entries = edit.entries()
  if (entries.length !== edit.size || entries.some(([uri]) => uri.scheme !== 'file')) return undefined
  const files = await Promise.all(
    entries.map(async ([uri, edits]) => {
      const document = await api.workspace.openTextDocument(uri)
      const before = document.getText()
      const after = applyEdits(
        before,
        edits.map(({ range, newText }) => {
          const offset = document.offsetAt(range.start)
          return { offset, remove: document.offsetAt(range.end) - offset, insert: newText }
        }),
      )
      return { path: uri.fsPath, before, after }
    }),
  )
  return { id: crypto.randomUUID(), title, origin: { kind: 'fix', detail: 'language server' }, files }
}
