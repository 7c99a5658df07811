import { type TabCaret, type TabEdit, type TabSuggestion, tabModelService, tabService } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import type { Proposals } from '../proposals.ts'
import { createAhead } from './ahead.ts'
import { askAgain, putAway } from './inline-suggestions.ts'
import { catchOvershoot } from './overshoot.ts'
import { provideSuggestions } from './provider.ts'
import { beQuiet } from './quiet.ts'
import { registerFileRenaming } from './rename-file.ts'
import { shareBindings } from './share-bindings.ts'
import { shareComplaints } from './share-complaints.ts'
import { isContinuation, shareEdits } from './share-edits.ts'
import { createShown } from './shown.ts'
import { showTabStatus } from './status.ts'

/** So long after an accepted suggestion the next one comes without a pause. */
const chainMs = 1_000

/** So long may a continuation stand before a fix takes its place. */
const leftAloneMs = 900

/** Tab: suggestions at the caret and elsewhere, a status bar item that says why, and commands to be left alone. */
export function registerTab(api: typeof vscode, engine: Engine, proposals: Proposals): void {
  const tab = engine.use(tabService)
  const model = engine.use(tabModelService)
  const shown = createShown()
  const ahead = createAhead(tab, (path) => {
    // Open, it is shown without a wait.
    void api.workspace.openTextDocument(api.Uri.file(path)).then(undefined, () => {})
  })
  const status = showTabStatus(api, () => {
    quiet.forget()
    void putAway()
  })
  const overshoot = catchOvershoot(api)
  let onScreen: TabSuggestion | undefined
  let marked: TabSuggestion | undefined
  let editsFirst = false
  let takenAt = Number.NEGATIVE_INFINITY
  let lastTaken: TabEdit | undefined

  let editedAt = Number.NEGATIVE_INFINITY
  let asking: ReturnType<typeof setTimeout> | undefined

  shareEdits(api, engine, tab, shown, proposals, (taken) => {
    clearTimeout(asking)
    editedAt = performance.now()
    takenAt = taken ? performance.now() : Number.NEGATIVE_INFINITY
    lastTaken = taken
    ahead.edited(taken)
    if (!taken || isContinuation(taken)) return
    tab.settle({ id: taken.id, outcome: 'accepted' })
    overshoot.accepted()
  })
  const settings = () => api.workspace.getConfiguration('caret.tab')
  const nextEdits = () => settings().get('nextEdits', true)
  const ask = async () => {
    editsFirst = true
    await askAgain()
    editsFirst = false
  }
  const say = () => status.show(onScreen ?? marked, onScreen === undefined)
  const quiet = beQuiet(api, {
    ...{ isOn: () => settings().get('quiet', false), show: askAgain, hide: putAway, ask },
    onMark: (suggestion) => {
      marked = suggestion
      say()
    },
  })
  shareBindings(api, tab)
  shareComplaints(api, tab, (hasFix) => {
    const seen = onScreen
    if (!seen) return void ask()
    if (!hasFix || !nextEdits() || !isContinuation(seen)) return
    setTimeout(() => {
      if (onScreen === seen) void ask()
    }, leftAloneMs)
  })
  model.on('heard', ({ path, kind }) => {
    // What the user reads is not replaced.
    if (onScreen || marked || api.window.activeTextEditor?.document.uri.fsPath !== path) return
    void (kind === 'edit' ? ask() : askAgain())
  })
  model.on('changed', status.model)
  const readModel = () => void model.state({}).then(status.model, () => {})
  readModel()
  engine.onRestart(readModel)
  registerFileRenaming(api, tab, ({ id }, isDone) => {
    tab.settle({ id, outcome: isDone ? 'accepted' : 'dismissed' })
    takenAt = performance.now()
    void ask()
  })
  // What is said of a file stands in the caret's line, wherever that is.
  const caretLine = () => api.window.activeTextEditor?.selection.active.line
  let shownLine: number | undefined
  api.window.onDidChangeTextEditorSelection(() => {
    if (onScreen?.kind === 'rename' && caretLine() !== shownLine) void ask()
  })
  const provider = provideSuggestions(api, tab, shown, quiet, ahead, {
    enabled: (document) => status.enabled(document) && !proposals.waiting.has(document.uri.fsPath),
    nextEdits,
    eagerness: () => settings().get<TabCaret['eagerness']>('eagerness', 'medium'),
    model: () => settings().get('model', true),
    inChain: () => performance.now() - takenAt < chainMs,
    editsFirst: () => editsFirst,
    sinceEdit: () => performance.now() - editedAt,
    askIn: (ms) => {
      clearTimeout(asking)
      asking = setTimeout(() => {
        if (!onScreen) void ask()
      }, ms)
    },
    onShow: (suggestion) => {
      onScreen = suggestion
      shownLine = caretLine()
      say()
    },
    onNothing: overshoot.ended,
    onLed: () => void askAgain(),
    onEnd: (suggestion, outcome) => {
      const { id } = suggestion
      if (outcome === 'dismissed') {
        quiet.forget()
        overshoot.ended()
      }
      // The next one is shown before the last one ends.
      if (onScreen === suggestion) {
        onScreen = undefined
        say()
      }
      // The workbench calls an edit accepted, too, when only its file was opened: whether it is taken, the text says.
      const isSettled = outcome === 'accepted' && !isContinuation(suggestion)
      if (outcome !== 'passed' && !isSettled) tab.settle({ id, outcome })
      // The workbench asks by itself, but only after the frame that shows what was accepted.
      if (outcome === 'accepted' && suggestion === lastTaken) void askAgain()
    },
  })
  api.languages.registerInlineCompletionItemProvider({ scheme: 'file' }, provider, {
    debounceDelayMs: 0,
    displayName: 'Caret Tab',
  })
}
