import type { Client, instructService } from '@caret/protocol'
import type { Hunk, LineSpan } from '@caret/text'
import { DisposableStore } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import type { ICodeEditor } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorBrowser'
import type * as vscode from 'vscode'
import { documentName } from '../document-name.ts'
import type { Engine } from '../engine.ts'
import type { Pending } from '../review/pending.ts'
import { createBox } from './box.ts'
import type { History } from './history.ts'
import type { MentionSource } from './input.ts'
import { hasModel, pickModel } from './pick-model.ts'
import { Session } from './session.ts'
import type { Status } from './status.ts'
import { pathsInEditors, seenOf } from './surroundings.ts'
import { lastEditOffers, offersFor } from './without-model.ts'
import { placeAbove } from './zone.ts'

export interface Opening {
  api: typeof vscode
  engine: Engine
  service: Client<(typeof instructService)['methods']>
  pending: Pending
  editor: ICodeEditor
  document: vscode.TextDocument
  lines: LineSpan
  selected: boolean
  history: History
  /** Labels that were chosen once. */
  known: MentionSource['known']
  /** What answered the last time, if the user chose it. */
  model: string | undefined
  onModel(model: string | undefined): void
  onClose(): void
}

/** A box that is open. */
export interface Opened {
  readonly isAsking: boolean
  readonly lines: LineSpan
  hasFocus(): boolean
  focus(): void
  /** Also stops what is being asked, and puts the text back. */
  close(): void
}

const noModel: Status = {
  kind: 'failed',
  noModel: true,
  problem: 'No model is connected yet. Enter a key, or start one on this machine.',
}

/** Opens the box above some lines of an editor. */
export function open(opening: Opening): Opened {
  const { api, engine, service, pending, editor, document, lines, selected, history } = opening
  const own = new DisposableStore()
  const path = documentName(document.uri)!
  // All that is made in one box is one proposal.
  const id = crypto.randomUUID()
  const said = new Set<string>()
  let status: Status = { kind: 'idle' }
  let isClosed = false
  let seen = ''
  const model = editor.getModel()!
  const openPaths = () => pathsInEditors(api).filter((each) => each !== path)
  const session = new Session({
    ...{ instruct: service, model, path, lines, selected },
    problems: () =>
      api.languages.getDiagnostics(document.uri).map(({ range, message }) => ({ line: range.start.line, message })),
    open: openPaths,
    onContext: (context) => {
      seen = seenOf(context.seen)
      box.setMissing(context.missing)
      show()
    },
    grow: (words) => {
      said.add(words.trim())
      const growing = pending.grow(document, { id, title: titleOf([...said]), origin: { kind: 'instruct' } })
      return {
        [Symbol.dispose]: () => whenTold(api, document, model.getVersionId(), () => growing[Symbol.dispose]()),
      }
    },
    onStatus: (next) => say(next.kind === 'failed' && next.noModel ? noModel : next),
  })
  session.chosen = opening.model

  /** What is proposed in the lines. */
  const hunks = (): Hunk[] => {
    const { start, end } = session.lines
    return pending.hunks(path).filter(({ after }) => after.start <= end && after.end >= start)
  }
  const show = () => box.show(status, { retry: session.canRetry, decide: hunks().length > 0, said: session.said, seen })
  const say = (next: Status) => {
    status = next
    if (isClosed) return
    show()
    if (next.kind === 'failed' && next.noModel) offer()
  }
  const close = () => {
    if (isClosed) return
    isClosed = true
    const hadFocus = box.element.contains(globalThis.document.activeElement)
    session.stop()
    const [first] = hunks()
    session[Symbol.dispose]()
    own.dispose()
    opening.onClose()
    if (!hadFocus || !editor.getModel()) return
    // Where the keys of the review find what was changed.
    if (first) editor.setPosition({ lineNumber: Math.min(first.after.start + 1, model.getLineCount()), column: 1 })
    editor.focus()
  }
  const decide = (act: 'accept' | 'reject') => {
    void pending[act](path, hunks())
    close()
  }
  const mentions: MentionSource = {
    known: opening.known,
    find: (query) => service.mentionable({ query, path, open: openPaths() }),
    missing: (some) => service.missing({ mentions: [...some] }),
  }
  let offering: Promise<void> | undefined
  const offer = () => {
    offering ??= Promise.all([
      lastEditOffers(api, engine, pending, document, session.lines.start, close),
      offersFor(api, pending, document, session.lines, close),
    ]).then((offers) => {
      if (!isClosed) box.setOffers(offers.flat())
    })
  }
  const box = createBox(history, mentions, selected, {
    ask: (mode, words, mentioned) => {
      // A selection would be drawn over what changes.
      if (mode === 'edit') editor.setPosition({ lineNumber: session.lines.start + 1, column: 1 })
      void session.ask(mode, words, mentioned)
    },
    stop: () => {
      session.stop()
      box.focus()
    },
    retry: () => {
      box.focus()
      void session.retry()
    },
    close,
    accept: () => decide('accept'),
    reject: () => decide('reject'),
    openModels: () => {
      close()
      void api.commands.executeCommand('caret.models')
    },
    async chooseModel() {
      const chosen = await pickModel(api, engine)
      if (chosen) {
        session.chosen = chosen.model
        opening.onModel(chosen.model)
        box.setModel(chosen.model)
      }
      box.focus()
    },
  })
  box.setModel(session.chosen)
  show()
  own.add(placeAbove(editor, lines.start + 1, box.element))
  own.add(editor.onDidChangeModel(close))
  own.add(
    pending.onChange((changed) => {
      if (changed === path) show()
    }),
  )
  editor.revealLineInCenterIfOutsideViewport(lines.start + 1)
  box.focus()
  // Better said before the user has written what nobody will read.
  void hasModel(engine).then(
    (has) => {
      if (!has && status.kind === 'idle') say(noModel)
    },
    () => {},
  )
  return {
    get isAsking() {
      return session.isAsking
    },
    get lines() {
      return session.lines
    },
    hasFocus: () => box.element.contains(globalThis.document.activeElement),
    focus: box.focus,
    close,
  }
}

/** In a line, and not too long to choose it from others. */
function titleOf(instructions: readonly string[]): string {
  const text = instructions.join('; ').replace(/\s+/g, ' ')
  return `Ctrl+K: ${text.length > 100 ? `${text.slice(0, 99)}…` : text}`
}

/** Extensions, among them what reviews, hear of edits a little later than they are made. */
function whenTold(api: typeof vscode, document: vscode.TextDocument, version: number, run: () => void): void {
  if (document.version >= version || document.isClosed) return run()
  const listening = api.workspace.onDidChangeTextDocument((event) => {
    if (event.document !== document || document.version < version) return
    listening.dispose()
    run()
  })
}
