import type { Client, tabService } from '@caret/protocol'
import type * as vscode from 'vscode'
import { lengthOf } from './share-edits.ts'

/** So long must the caret rest at a name; a server that says nothing may just be starting, and is asked again so often. */
const restMs = 200
const againMs = 2_000
const mostAgain = 5
/** So much longer before the server is asked about other files, too. */
const restOnMs = 300
/** A name that occurs more often, or in more files, than this is passed over. */
const mostRanges = 1_000
const mostFiles = 200

/**
 * Tells the predictor where the name at the caret occurs, as a language server sees it, before the user changes it: afterwards
 * no server can say.
 */
export function shareBindings(api: typeof vscode, tab: Client<(typeof tabService)['methods']>): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  /** The name that was told last, where, and in which version of its document. */
  let told = ''
  /** Whether no other file was known to mean it. */
  let isAlone = false

  const soon = () => wait(restMs, mostAgain)
  const wait = (ms: number, more: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => void tell(more), ms)
  }
  const tell = async (more: number) => {
    const at = nameAtCaret(api)
    if (!at || at.key === told) return
    const { document, range, name, key } = at
    const { fsPath: path } = document.uri
    const isStill = () => nameAtCaret(api)?.key === key
    const [isName, found] = await Promise.all([isRenamable(api, document, range.start), occurrencesOf(api, at)])
    if (!isStill()) return
    if (!found && more > 0) return wait(againMs, more - 1)
    if (!found || !isName) return
    const named = found.filter((each) => document.getText(each.range) === name)
    // Of a keyword's kin, or a string, a server may speak as well.
    if (named.length > mostRanges || !named.some((each) => each.range.isEqual(range))) return
    told = key
    isAlone = false
    const binding = {
      ...{ path, name, length: lengthOf(document) },
      ranges: named
        .map(({ range: { start, end }, kind }) => ({
          ...{ start: document.offsetAt(start), end: document.offsetAt(end) },
          isWrite: kind === api.DocumentHighlightKind.Write,
        }))
        .sort((a, b) => a.start - b.start),
    }
    tab.bind(binding)
    // Other files cost more to ask for. A new name is given where the old one is declared, which mostly comes first.
    const here = binding.ranges.findIndex(({ start }) => start === document.offsetAt(range.start))
    if (here !== 0 && !binding.ranges[here]?.isWrite) return
    await new Promise((resolve) => setTimeout(resolve, restOnMs))
    if (!isStill()) return
    const mentions = await mentionsOf(api, document, range.start)
    if (!isStill()) return
    const others = mentions.filter((mention) => mention.path !== path)
    isAlone = others.length === 0
    const isKnown = others.length < mentions.length && mentions.length <= mostRanges
    if (isKnown && new Set(others.map((mention) => mention.path)).size < mostFiles) tab.bind({ ...binding, others })
  }

  api.window.onDidChangeTextEditorSelection(soon)
  api.window.onDidChangeActiveTextEditor(soon)
  // A server that has just read the document, or the rest of the folder, has more to say.
  api.languages.onDidChangeDiagnostics(() => {
    if (isAlone) told = ''
    soon()
  })
}

/**
 * Where a server says that a document means what a name does; undefined if there is none, or not yet. What the workbench marks until
 * then is any text that is equal, of no kind; so a server that tells no kinds is asked for references.
 */
async function occurrencesOf(
  api: typeof vscode,
  { document: { uri }, range: { start } }: Name,
): Promise<Pick<vscode.DocumentHighlight, 'range' | 'kind'>[] | undefined> {
  const found = await ask<vscode.DocumentHighlight>(api, 'vscode.executeDocumentHighlights', uri, start)
  if (found.some(({ kind }) => kind !== undefined && kind !== api.DocumentHighlightKind.Text)) return found
  const references = await ask<vscode.Location>(api, 'vscode.executeReferenceProvider', uri, start)
  return references.length > 0 ? references.filter((each) => each.uri.fsPath === uri.fsPath) : undefined
}

type Name = NonNullable<ReturnType<typeof nameAtCaret>>

/** The name that the caret is in, or that is selected. */
function nameAtCaret(api: typeof vscode) {
  const { document, selections } = api.window.activeTextEditor ?? {}
  const [selection, another] = selections ?? []
  if (!document || !selection || another || document.uri.scheme !== 'file') return undefined
  const range = document.getWordRangeAtPosition(selection.active)
  if (!range || !(selection.isEmpty || selection.isEqual(range))) return undefined
  const name = document.getText(range)
  const { line, character } = range.start
  return { document, range, name, key: [document.uri.toString(), document.version, line, character].join(' ') }
}

/** Whether a server would rename what is there: a keyword, or what a library declares, it would not. */
async function isRenamable(
  api: typeof vscode,
  { uri }: vscode.TextDocument,
  position: vscode.Position,
): Promise<boolean> {
  try {
    return Boolean(await api.commands.executeCommand('vscode.prepareRename', uri, position))
  } catch {
    return false
  }
}

async function mentionsOf(api: typeof vscode, { uri }: vscode.TextDocument, position: vscode.Position) {
  const found = await ask<vscode.Location>(api, 'vscode.executeReferenceProvider', uri, position)
  return found.map(({ uri: { fsPath: path }, range: { start } }) => ({
    ...{ path, line: start.line, character: start.character },
  }))
}

async function ask<T>(api: typeof vscode, command: string, uri: vscode.Uri, position: vscode.Position): Promise<T[]> {
  try {
    return (await api.commands.executeCommand<T[] | undefined>(command, uri, position)) ?? []
  } catch {
    // A server that has no answer knows of nothing.
    return []
  }
}
