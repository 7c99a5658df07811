import type { Client, TabComplaint, tabService } from '@caret/protocol'
import type { Edit } from '@caret/text'
import type * as vscode from 'vscode'
import { fileDocuments } from '../file-documents.ts'
import { type Action, chooseFix, type Fix } from './choose-fix.ts'
import { createFresh } from './fresh.ts'
import { isByUser, lengthOf } from './share-edits.ts'

/** So long after the last edit, and the last word of a server, both mean the same text. */
const settleMs = 300
/** A word at the caret may be half typed for so long. */
const wordMs = 1_200
/** What a server says so long after an edit may come from that. */
const answerMs = 10_000
/** So many complaints are passed on, and for so many a server is asked what it would do. */
const mostPassed = 30
const mostAsked = 4
const mostFruitless = 3

/** Passes on what language servers hold against the user's last edits, with what they would do about it. */
export function shareComplaints(
  api: typeof vscode,
  tab: Client<(typeof tabService)['methods']>,
  onChange: (hasFix: boolean) => void,
): void {
  const files = fileDocuments(api)
  const fresh = createFresh()
  /** Documents that a server has read: before, what it will say of them is nothing new. */
  const read = new Set<string>()
  let last = { path: '', offset: 0, at: Number.NEGATIVE_INFINITY }
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = 0
  /** What was passed on last. */
  let told = new Set<string>()
  /** How often a server was asked about a message, and knew nothing to do. */
  let fruitless = new Map<string, number>()

  const soon = (ms: number) => {
    clearTimeout(timer)
    round++
    timer = setTimeout(() => void check(++round), ms)
  }
  const take = (document: vscode.TextDocument, edited: boolean) => {
    const findings = api.languages.getDiagnostics(document.uri).filter(counts).map(findingIn(document))
    return fresh.take(document.uri.fsPath, findings, edited)
  }
  const check = async (current: number) => {
    const since = performance.now() - last.at
    const complaints = files
      .all()
      .filter(({ uri }) => read.has(uri.toString()))
      .flatMap((document) => take(document, since < answerMs))
    const finished = complaints.filter((complaint) => since >= wordMs || !isAtCaret(complaint))
    const nearest = finished
      .toSorted((a, b) => a.diagnostic.severity - b.diagnostic.severity || distance(a) - distance(b))
      .slice(0, mostPassed)
    const passed: TabComplaint[] = []
    const telling = new Set<string>()
    const stillFruitless = new Map<string, number>()
    let asked = 0
    for (const complaint of nearest) {
      const { document, diagnostic, message, start, end } = complaint
      const { fsPath: path } = document.uri
      const key = `${path}\n${message}`
      const isWorthAsking = (fruitless.get(key) ?? 0) < mostFruitless && asked++ < mostAsked
      const fix = isWorthAsking ? await fixOf(api, complaint) : undefined
      // An edit, or a newer word of a server, has made this void.
      if (round !== current) return
      if (!fix) stillFruitless.set(key, (fruitless.get(key) ?? 0) + (isWorthAsking ? 1 : 0))
      if (fix || diagnostic.severity === api.DiagnosticSeverity.Error) {
        passed.push({ path, start, end, length: lengthOf(document), ...(fix && { fix }) })
        telling.add(`${key}\n${fix?.insert}`)
      }
    }
    fruitless = stillFruitless
    if (finished.length < complaints.length) soon(wordMs - since)
    if (passed.length > 0 || told.size > 0) tab.complain({ complaints: passed })
    const isNews = [...telling].some((each) => !told.has(each))
    told = telling
    if (isNews && since < answerMs) onChange(passed.some(({ fix }) => fix !== undefined))
  }

  const counts = ({ severity, tags }: vscode.Diagnostic) =>
    severity === api.DiagnosticSeverity.Error || tags?.includes(api.DiagnosticTag.Unnecessary) === true
  const isAtCaret = ({ document, diagnostic }: Complaint) => {
    const editor = api.window.activeTextEditor
    return editor?.document === document && diagnostic.range.contains(editor.selection.active)
  }
  const distance = ({ document, start }: Complaint) =>
    document.uri.fsPath === last.path ? Math.abs(start - last.offset) : Number.POSITIVE_INFINITY

  api.languages.onDidChangeDiagnostics(({ uris }) => {
    const changed = new Set(uris.map(String))
    for (const document of files.all()) {
      const uri = document.uri.toString()
      if (read.has(uri) || !changed.has(uri)) continue
      read.add(uri)
      take(document, false)
    }
    soon(settleMs)
  })
  const forget = ({ uri }: vscode.TextDocument) => {
    read.delete(uri.toString())
    fresh.forget(uri.fsPath)
  }
  files.onChange((event) => {
    const { document, contentChanges } = event
    const path = document.uri.fsPath
    if (!isByUser(event)) return forget(document)
    for (const { rangeOffset: offset, rangeLength: remove, text: insert } of contentChanges) {
      fresh.edit(path, { offset, remove, insert })
      last = { path, offset, at: performance.now() }
    }
    if (contentChanges.length > 0) soon(settleMs)
  })
  files.onClose(forget)
}

interface Complaint {
  document: vscode.TextDocument
  diagnostic: vscode.Diagnostic
  message: string
  start: number
  end: number
}

const findingIn =
  (document: vscode.TextDocument) =>
  (diagnostic: vscode.Diagnostic): Complaint => {
    const { message, range } = diagnostic
    return { document, diagnostic, message, start: document.offsetAt(range.start), end: document.offsetAt(range.end) }
  }

/** What a server would do about it, where that needs no choice. */
async function fixOf(
  api: typeof vscode,
  { document, diagnostic, message, start, end }: Complaint,
): Promise<Fix | undefined> {
  const { range, severity } = diagnostic
  const isError = severity === api.DiagnosticSeverity.Error
  // TypeScript's server takes out unused imports by this alone, all at once; only this one is asked for.
  const kind = isError ? 'quickfix' : 'source.removeUnusedImports'
  const isHere = ({ offset, remove }: Edit) => offset <= end && offset + remove >= start
  const actions = (await ask(api, document, range, kind)).map((action) => actionIn(document, action))
  const meant = actions.map((action) => ({ ...action, edits: isError ? action.edits : action.edits?.filter(isHere) }))
  return chooseFix(message, meant, document.getText())
}

async function ask(
  api: typeof vscode,
  { uri }: vscode.TextDocument,
  range: vscode.Range,
  kind: string,
): Promise<(vscode.CodeAction | vscode.Command)[]> {
  const mostResolved = 8
  try {
    return (await api.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind, mostResolved)) ?? []
  } catch {
    // A server that has no answer has no fix.
    return []
  }
}

function actionIn(document: vscode.TextDocument, action: vscode.CodeAction | vscode.Command): Action {
  const { title } = action
  if (!('edit' in action) || !action.edit || action.command || action.disabled) return { title, edits: undefined }
  const files = action.edit.entries()
  const here = files.length === action.edit.size && files.length === 1 && files[0]![0].fsPath === document.uri.fsPath
  const edits = files.flatMap(([, changes]) =>
    changes.map(({ range, newText }) => {
      const offset = document.offsetAt(range.start)
      return { offset, remove: document.offsetAt(range.end) - offset, insert: newText }
    }),
  )
  return { title, isPreferred: action.isPreferred, edits: here ? edits : undefined }
}
