/// <reference types="@codingame/monaco-vscode-api/vscode-dts/vscode.proposed.inlineCompletionsAdditions" />
import type { Client, TabCaret, TabEdit, TabSuggestion, tabService } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Ahead } from './ahead.ts'
import type { Found, Quiet } from './quiet.ts'
import { renameItem } from './rename-file.ts'
import { isContinuation, lengthOf } from './share-edits.ts'
import type { Shown } from './shown.ts'

/** So long must the user pause before an edit elsewhere is shown; right after an accepted one, it comes at once. */
const pauseMs = 150
/** So long may a name be half typed, that a file would get. */
const nameMs = 1_000

/** Ghost text as probable as this comes at once; less probable, it waits for the pause, and may give way to an edit. */
const certain = 0.6

/** Keys that a suggestion saves on average. */
const worth = (suggestion: TabSuggestion) => suggestion.probability * keysOf(suggestion)
const keysOf = (suggestion: TabSuggestion) =>
  suggestion.kind === 'rename'
    ? suggestion.newPath.length - suggestion.newPath.lastIndexOf('/')
    : suggestion.insert.length + (suggestion.remove > 0 ? 1 : 0)

export interface Suggesting {
  /** Whether the document's language has suggestions now. */
  enabled(document: vscode.TextDocument): boolean
  /** Whether edits other than at the caret are wanted. */
  nextEdits(): boolean
  /** How likely a suggestion must be. */
  eagerness(): TabCaret['eagerness']
  /** Whether a model may be asked. */
  model(): boolean
  /** Whether a suggestion was just accepted, and nothing typed since: the chain goes on at once. */
  inChain(): boolean
  /** Whether an edit elsewhere is asked for, and what comes next at the caret only if there is none; in a chain it always is. */
  editsFirst(): boolean
  /** In milliseconds. */
  sinceEdit(): number
  /** What is not yet to be shown may be in so many milliseconds, if the user does nothing. */
  askIn(ms: number): void
  onShow(suggestion: TabSuggestion): void
  /** There is nothing to suggest. */
  onNothing(): void
  /** The user has followed a suggestion into another file, where it is to be shown. */
  onLed(): void
  onEnd(suggestion: TabSuggestion, outcome: 'accepted' | 'dismissed' | 'ignored' | 'passed'): void
}

/** Offers the engine's suggestions through the workbench's inline suggestions: one at a time, or none. */
export function provideSuggestions(
  api: typeof vscode,
  tab: Client<(typeof tabService)['methods']>,
  shown: Shown,
  quiet: Quiet,
  ahead: Ahead,
  suggesting: Suggesting,
): vscode.InlineCompletionItemProvider {
  const suggestions = new WeakMap<vscode.InlineCompletionItem, TabSuggestion>()
  /** What is on the screen, and in which version of which document it was suggested. */
  const offered = new WeakMap<TabSuggestion, { document: vscode.TextDocument; version: number; seen: boolean }>()

  /** What the user has followed into another file. The workbench shows it there itself, but tells no more of it. */
  let led: TabEdit | undefined

  const offer = ({ suggestion, item, document, version }: Found) => {
    suggestions.set(item, suggestion)
    offered.set(suggestion, { document, version, seen: false })
    return [item]
  }
  /** Whether the user saw it and typed something else. */
  const isIgnored = (suggestion: TabSuggestion) => {
    const { document, version, seen } = offered.get(suggestion)!
    if (!seen || document.version === version) return false
    if (suggestion.kind === 'rename' || !isContinuation(suggestion)) return true
    const at = document.positionAt(suggestion.offset)
    return document.lineAt(at).text[at.character] !== suggestion.insert[0]
  }

  const find = async (
    document: vscode.TextDocument,
    position: vscode.Position,
    context: vscode.InlineCompletionContext,
    token: vscode.CancellationToken,
  ): Promise<Found | undefined> => {
    const signal = abortedBy(token)
    const { version } = document
    if (led?.path === document.uri.fsPath) {
      const suggestion = led
      led = undefined
      return { suggestion, item: await nextEdit(api, document, position, suggestion), document, version, position }
    }
    const caret: TabCaret = {
      path: document.uri.fsPath,
      offset: document.offsetAt(position),
      length: lengthOf(document),
      eagerness: suggesting.eagerness(),
      model: suggesting.model(),
    }
    const atCaret = async () => {
      const suggestion = await orNothing(tab.complete(caret, signal))
      const item = suggestion && completion(api, document, position, context, suggestion.insert)
      return item && { suggestion, item, document, version, position }
    }
    const edit = async (suggestion: TabSuggestion) => {
      const item =
        suggestion.kind === 'rename'
          ? renameItem(api, document, position, suggestion)
          : await nextEdit(api, document, position, suggestion)
      return { suggestion, item, document, version, position }
    }
    const isInChain = suggesting.inChain()
    const editsFirst = suggesting.editsFirst() || isInChain
    const foreseen = ahead.take(caret)
    if (foreseen && isInChain && !context.selectedCompletionInfo && suggesting.nextEdits()) {
      // The engine is asked all the same: it remembers what was shown.
      ahead.look(foreseen, caret.eagerness, orNothing(tab.predict(caret)))
      return edit(foreseen)
    }
    const ghostText = editsFirst ? undefined : await atCaret()
    if (token.isCancellationRequested) return undefined
    const isCompleting = context.selectedCompletionInfo !== undefined
    // What the suggest widget offers to who types comes first.
    if ((isCompleting && !isInChain) || !suggesting.nextEdits()) return editsFirst ? atCaret() : ghostText
    if (ghostText && ghostText.suggestion.probability >= certain) return ghostText
    if (!editsFirst) await new Promise((resolve) => setTimeout(resolve, pauseMs))
    if (token.isCancellationRequested) return undefined
    const suggestion = await orNothing(tab.predict(caret, signal))
    if (token.isCancellationRequested) return undefined
    if (!suggestion || (ghostText && worth(ghostText.suggestion) >= worth(suggestion))) {
      return editsFirst ? atCaret() : ghostText
    }
    if (isCompleting) {
      // It has opened by itself, behind a word that was accepted. Without it, the workbench asks again.
      await api.commands.executeCommand('hideSuggestWidget')
      return undefined
    }
    const early = suggestion.kind === 'rename' && !isInChain ? nameMs - suggesting.sinceEdit() : 0
    if (early > 0) {
      suggesting.askIn(early)
      return editsFirst ? atCaret() : ghostText
    }
    ahead.look(suggestion, caret.eagerness)
    return edit(suggestion)
  }

  return {
    async provideInlineCompletionItems(document, position, context, token) {
      if (!suggesting.enabled(document)) return undefined
      const found = quiet.recall(document, position) ?? (await find(document, position, context, token))
      if (!found && !token.isCancellationRequested) suggesting.onNothing()
      if (!found) return undefined
      if (!quiet.keepsBack()) return offer(found)
      quiet.keep(found)
      return undefined
    },
    handleDidShowCompletionItem(item) {
      const suggestion = suggestions.get(item)
      if (!suggestion) return
      offered.get(suggestion)!.seen = true
      if (suggestion.kind === 'edit') shown.add(suggestion)
      suggesting.onShow(suggestion)
    },
    handleEndOfLifetime(item, { kind }) {
      const suggestion = suggestions.get(item)
      if (!suggestion) return
      const { Accepted, Rejected } = api.InlineCompletionEndOfLifeReasonKind
      const unused = isIgnored(suggestion) ? 'ignored' : 'passed'
      suggesting.onEnd(suggestion, kind === Accepted ? 'accepted' : kind === Rejected ? 'dismissed' : unused)
      const { document } = offered.get(suggestion)!
      if (kind !== Accepted || suggestion.kind === 'rename' || suggestion.path === document.uri.fsPath) return
      led = suggestion
      suggesting.onLed()
    },
  }
}

/** Ghost text at the caret; where the suggest widget has something selected, only what goes on from that. */
function completion(
  api: typeof vscode,
  document: vscode.TextDocument,
  position: vscode.Position,
  { selectedCompletionInfo: selected }: vscode.InlineCompletionContext,
  text: string,
): vscode.InlineCompletionItem | undefined {
  if (!selected) return new api.InlineCompletionItem(text, new api.Range(position, position))
  const whole = document.getText(new api.Range(selected.range.start, position)) + text
  return whole.startsWith(selected.text) ? new api.InlineCompletionItem(whole, selected.range) : undefined
}

async function nextEdit(
  api: typeof vscode,
  document: vscode.TextDocument,
  position: vscode.Position,
  { path, offset, remove, insert }: TabEdit,
): Promise<vscode.InlineCompletionItem> {
  const here = path === document.uri.fsPath
  const uri = api.Uri.file(path)
  const target = here ? document : await api.workspace.openTextDocument(uri)
  const range = new api.Range(target.positionAt(offset), target.positionAt(offset + remove))
  const item = new api.InlineCompletionItem(insert, range)
  const atCaret = here && range.isEmpty && range.start.isEqual(position)
  if (!atCaret) Object.assign(item, { isInlineEdit: true, showInlineEditMenu: true, ...(!here && { uri }) })
  return item
}

function abortedBy(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController()
  token.onCancellationRequested(() => controller.abort())
  return controller.signal
}

/** An engine that is away, or an aborted question, is no suggestion. */
async function orNothing<T extends TabSuggestion>(found: Promise<T | null>): Promise<T | undefined> {
  return (await found.catch(() => null)) ?? undefined
}
