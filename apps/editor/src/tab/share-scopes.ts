import { tabService } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import { fileDocuments } from '../file-documents.ts'
import type { Servers } from '../languages/register.ts'
import { namesInScope } from './names-in-scope.ts'
import { isByUser, lengthOf } from './share-edits.ts'

/** So long must the caret rest before a server is asked. */
const restMs = 300
/** What a file can use without bringing it in changes seldom. */
const namesMs = 10_000
/** A server is asked at most so often, and less the longer it takes: most of its time is for others. */
const leastMs = 1_000
const share = 10
/** It is waited for no longer. */
const mostMs = 5_000

/**
 * Tells the predictor which names language servers know to be in scope, so that continuations end before others. They are asked
 * while nobody types; what they say to others who ask, such as the suggest widget, is passed on too.
 */
export function shareScopes(api: typeof vscode, engine: Engine, servers: Servers): void {
  const tab = engine.use(tabService)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asking: AbortController | undefined
  /** When the names of a document were told last. */
  const told = new Map<string, number>()
  /** The place that was asked for last, and in which version of its document. */
  let asked = ''
  /** Before, the servers of a language are not asked again. */
  const notBefore = new Map<string, number>()

  servers.onCompletions(({ document, position, items, isComplete }) => {
    if (document.uri.scheme !== 'file') return
    const start = document.getWordRangeAtPosition(position)?.start ?? position
    const scope = namesInScope(api, items, isBehindAccess(document, start))
    if (!scope) return
    const { fsPath: path } = document.uri
    const { kind, names, isOpen } = scope
    const offset = document.offsetAt(start)
    // With a part of a word before it, a list may have only what goes on with that.
    const complete = isComplete && !isOpen && start.isEqual(position)
    tab.see({ path, offset, length: lengthOf(document), kind, names, complete })
    if (kind === 'names' && complete) told.set(document.uri.toString(), performance.now())
  })

  const soon = (ms = restMs) => {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), ms)
  }
  const ask = async () => {
    const place = placeToAsk(api)
    if (!place) return
    const { document, position, isMember } = place
    const uri = document.uri.toString()
    const age = performance.now() - (told.get(uri) ?? Number.NEGATIVE_INFINITY)
    if (!isMember && age < namesMs) return
    const key = [uri, document.version, position.line, position.character].join(' ')
    if (key === asked) return
    const early = (notBefore.get(document.languageId) ?? 0) - performance.now()
    if (early > 0) return soon(Math.max(restMs, early))
    asked = key
    asking?.abort()
    asking = new AbortController()
    const began = performance.now()
    const patience = setTimeout(() => asking?.abort(), mostMs)
    await servers.complete(document, position, asking.signal)
    clearTimeout(patience)
    const now = performance.now()
    notBefore.set(document.languageId, now + Math.max(leastMs, share * (now - began)))
  }

  api.window.onDidChangeTextEditorSelection(() => soon())
  api.window.onDidChangeActiveTextEditor(() => soon())
  // A server that has just read the document has more to say.
  api.languages.onDidChangeDiagnostics(() => {
    asked = ''
    soon()
  })
  const files = fileDocuments(api)
  files.onChange((event) => {
    if (event.contentChanges.length === 0) return
    asking?.abort()
    // The predictor takes another text for another file.
    if (!isByUser(event)) told.delete(event.document.uri.toString())
    soon()
  })
  files.onClose(({ uri }) => told.delete(uri.toString()))
  engine.onRestart(() => told.clear())
  soon()
}

/** Where a name would begin: at the caret, or in its line's first place, where a statement begins. */
function placeToAsk(api: typeof vscode) {
  const { document, selections } = api.window.activeTextEditor ?? {}
  const [selection, another] = selections ?? []
  if (!document || !selection || another || document.uri.scheme !== 'file') return undefined
  const start = document.getWordRangeAtPosition(selection.active)?.start ?? selection.active
  if (isBehindAccess(document, start)) return { document, position: start, isMember: true }
  const { firstNonWhitespaceCharacterIndex, lineNumber } = document.lineAt(start)
  const first = Math.min(firstNonWhitespaceCharacterIndex, start.character)
  return { document, position: new api.Position(lineNumber, first), isMember: false }
}

const isBehindAccess = (document: vscode.TextDocument, { line, character }: vscode.Position) =>
  /(?:\.|::)$/.test(document.lineAt(line).text.slice(0, character))
