import { element } from '../../dom.ts'
import { button } from '../../review/button.ts'
import type { History } from '../history.ts'
import { createInput } from '../input.ts'
import { createModelLink } from '../model-link.ts'
import '../instruct.css'
import { dangersOf } from './dangers.ts'

/** What can be done in the box. */
export interface CommandBoxActs {
  ask(words: string): void
  stop(): void
  retry(): void
  close(): void
  /** Puts a command at the prompt, and has it run where `runs`. */
  put(command: string, runs: boolean): void
  chooseModel(): void
  openModels(): void
}

/** How it goes. */
export interface CommandStatus {
  line: string
  isAsking: boolean
  isProblem: boolean
  noModel: boolean
  /** Whether the same can be asked again. */
  canRetry: boolean
}

/** The box that makes a command of words: what it is to do, the command to be confirmed. */
export interface CommandBox {
  element: HTMLElement
  focus(): void
  show(status: CommandStatus): void
  /** The command so far; undefined where there is none. */
  setCommand(command: string | undefined, isWhole: boolean): void
  setModel(name: string | undefined): void
}

const first = 'Say what the command should do'
const next = 'Say what to change about it'

export function createCommandBox(history: History, acts: CommandBoxActs): CommandBox {
  const input = createInput(history, undefined)
  const { words: field } = input.elements
  field.placeholder = first
  field.ariaLabel = 'What the command should do'
  const command = element('textarea', 'caret-instruct-input caret-instruct-command')
  command.rows = 1
  command.spellcheck = false
  command.ariaLabel = 'Command'
  const warning = element('div', 'caret-instruct-dangers')
  warning.setAttribute('role', 'alert')
  const line = element('span', 'caret-instruct-status')
  line.setAttribute('role', 'status')
  const model = createModelLink(acts.chooseModel)
  const send = button('send', 'Submit (Enter)', 'icon', () => submit())
  const stop = button('debug-stop', 'Stop (Esc)', 'icon', acts.stop)
  const close = button('close', 'Close (Esc)', 'icon', acts.close)
  const insert = button('Insert', 'Put it at the prompt (Enter)', 'primary', () => put(false))
  const run = button('Run', 'Run it (Ctrl+Enter)', 'plain', () => put(true))
  const retry = button('Retry', 'Ask the same again', 'plain', acts.retry)
  const models = button('Connect a Model', 'Connect a model', 'primary', acts.openModels)
  const shown = element('div', 'caret-instruct-made', command, warning)
  const box = element(
    'div',
    'caret-instruct is-terminal',
    element('div', 'caret-instruct-row', field, send, stop, close),
    shown,
    element('div', 'caret-instruct-row is-foot', line, models, retry, insert, run, model.element),
  )
  box.role = 'dialog'
  box.ariaLabel = 'Write a command in words'

  let isAsking = false
  let hasCommand = false
  const submit = () => {
    const text = input.text.trim()
    if (isAsking) return
    if (text === '') return put(false)
    history.add(text)
    input.said()
    acts.ask(text)
  }
  const put = (runs: boolean) => {
    if (hasCommand && !isAsking && command.value.trim() !== '') acts.put(command.value, runs)
  }
  const judge = () => {
    command.style.height = 'auto'
    command.style.height = `${command.scrollHeight}px`
    const dangers = hasCommand ? dangersOf(command.value) : []
    warning.hidden = dangers.length === 0
    warning.replaceChildren(element('span', 'codicon codicon-warning'), sentence(dangers))
    run.classList.toggle('is-danger', dangers.length > 0)
  }
  command.addEventListener('input', judge)
  box.addEventListener('keydown', (event) => {
    if (event.isComposing || !take(event)) return
    event.preventDefault()
    event.stopPropagation()
  })

  /** Whether the key is the box's own. */
  function take(event: KeyboardEvent): boolean {
    const { key, shiftKey, ctrlKey, metaKey, altKey, target } = event
    const mod = ctrlKey || metaKey
    if (key === 'Escape') {
      if (isAsking) acts.stop()
      else acts.close()
      return true
    }
    const inWords = target === field
    if (inWords && input.take(event)) return true
    if (!inWords && target !== command) return false
    if (key === 'Enter' && mod) put(true)
    else if (key === 'Enter' && !shiftKey && !altKey) {
      if (inWords) submit()
      else put(false)
    } else return false
    return true
  }

  judge()
  return {
    element: box,
    focus: () => (hasCommand && !isAsking ? command : field).focus(),
    setModel: model.set,
    setCommand(text, isWhole) {
      hasCommand = text !== undefined
      shown.hidden = !hasCommand
      command.readOnly = !isWhole
      command.value = text ?? ''
      judge()
      if (!isWhole || !hasCommand) return
      input.followed()
      field.placeholder = next
    },
    show(status) {
      ;({ isAsking } = status)
      box.classList.toggle('is-asking', isAsking)
      line.textContent = status.line
      line.title = status.line
      line.classList.toggle('is-problem', status.isProblem)
      for (const [node, isShown] of [
        [send, !isAsking],
        [stop, isAsking],
        [models, status.noModel],
        [retry, status.canRetry && !isAsking],
        [insert, hasCommand && !isAsking],
        [run, hasCommand && !isAsking],
      ] as const)
        node.hidden = !isShown
      shown.hidden = !hasCommand
    },
  }
}

const sentence = (reasons: readonly string[]) =>
  reasons.length === 0 ? '' : `Read it twice: it ${reasons.join(', ')}.`
