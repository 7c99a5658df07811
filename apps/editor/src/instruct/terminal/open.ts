import { type Client, type CommandQuestion, type instructService, RemoteError } from '@caret/protocol'
import type { ITerminalInstance } from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/terminal/browser/terminal'
import type * as vscode from 'vscode'
import type { Engine } from '../../engine.ts'
import type { History } from '../history.ts'
import { hasModel, pickModel } from '../pick-model.ts'
import { nameOf, seconds } from '../status.ts'
import { type CommandStatus, createCommandBox } from './box.ts'
import { putAbovePrompt } from './place.ts'
import { putAtPrompt, surroundingsOf } from './surroundings.ts'

export interface CommandOpening {
  api: typeof vscode
  engine: Engine
  service: Client<(typeof instructService)['methods']>
  history: History
  /** What answered the last time, if the user chose it. */
  model: { get(): string | undefined; set(model: string | undefined): void }
}

/** A box that is open. */
export interface OpenedCommand {
  focus(): void
  close(): void
}

const idle: CommandStatus = { line: '', isAsking: false, isProblem: false, noModel: false, canRetry: false }
const noModel: CommandStatus = { ...idle, line: 'No model is connected yet.', noModel: true }

/** Opens the box over a terminal, at its bottom or above its prompt. Nothing reaches the terminal but the command that the user confirms. */
export function openCommandBox(
  opening: CommandOpening,
  terminal: ITerminalInstance,
  onClose: () => void,
): OpenedCommand {
  const { api, engine, service, history, model } = opening
  let earlier: CommandQuestion['earlier'] = []
  let last: { words: string; failures: number } | undefined
  let asking: AbortController | undefined
  let isClosed = false

  const say = (status: CommandStatus) => {
    if (!isClosed) box.show({ ...status, canRetry: status.canRetry && last !== undefined })
  }
  const ask = async (words: string, failures = 0) => {
    asking?.abort(new Error('Asked anew.'))
    const abort = new AbortController()
    asking = abort
    last = { words, failures }
    const start = performance.now()
    let name = ''
    say({ ...idle, line: 'Thinking…', isAsking: true })
    const chosen = model.get()
    const question = {
      ...{ words, earlier, failures, ...surroundingsOf(terminal, engine.info.root) },
      ...(chosen !== undefined && { model: chosen }),
    }
    try {
      const made = await service.command(
        question,
        (part) => {
          if (abort.signal.aborted) return
          if (part.type === 'command') return box.setCommand(part.command, false)
          if (part.type === 'start') name = nameOf(part.model)
          const why = part.type === 'wait' ? part.why : ''
          say({ ...idle, line: [`${name || 'Thinking'}…`, why].filter(Boolean).join(' · '), isAsking: true })
        },
        abort.signal,
      )
      abort.signal.throwIfAborted()
      asking = undefined
      const took = `${name} · ${seconds(performance.now() - start)}`
      if (made.kind === 'words') {
        show()
        return say({ ...idle, line: made.text, canRetry: true })
      }
      earlier = [...earlier, { words, command: made.command }]
      show()
      say({ ...idle, line: took, canRetry: true })
      if (box.element.contains(document.activeElement)) box.focus()
    } catch (error) {
      // Whoever stops it says so.
      if (abort.signal.aborted) return
      asking = undefined
      show()
      if (error instanceof RemoteError && error.code === 'NoModel') return say(noModel)
      const line = error instanceof Error ? error.message : String(error)
      say({ ...idle, line, isProblem: true, canRetry: true })
    }
  }
  /** What was made last. */
  const show = () => box.setCommand(earlier.at(-1)?.command, true)
  const stop = () => {
    if (!asking) return
    asking.abort(new Error('Stopped.'))
    asking = undefined
    show()
    say({ ...idle, line: 'Stopped.', canRetry: true })
    box.focus()
  }
  const close = () => {
    if (isClosed) return
    const hadFocus = box.element.contains(document.activeElement)
    isClosed = true
    asking?.abort(new Error('The box was closed.'))
    gone.dispose()
    placed.dispose()
    onClose()
    if (hadFocus) terminal.focus(true)
  }
  const box = createCommandBox(history, {
    ask: (words) => void ask(words),
    stop,
    retry: () => {
      if (!last) return
      const { words, failures } = last
      if (earlier.at(-1)?.words === words) earlier = earlier.slice(0, -1)
      void ask(words, failures + 1)
    },
    close,
    put: (command, runs) => {
      close()
      void putAtPrompt(terminal, command, runs)
    },
    openModels: () => {
      close()
      void api.commands.executeCommand('caret.models')
    },
    async chooseModel() {
      const chosen = await pickModel(api, engine)
      if (chosen) {
        model.set(chosen.model)
        box.setModel(chosen.model)
      }
      box.focus()
    },
  })
  const gone = terminal.onDisposed(close)
  box.setModel(model.get())
  box.setCommand(undefined, true)
  box.show(idle)
  const placed = putAbovePrompt(terminal, box.element)
  box.focus()
  // Better said before the user has written what nobody will read.
  void hasModel(engine).then(
    (has) => {
      if (!has && !asking && earlier.length === 0) say(noModel)
    },
    () => {},
  )
  return { focus: box.focus, close }
}
