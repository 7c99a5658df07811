import { element } from '../dom.ts'
import { button } from '../review/button.ts'
import type { History } from './history.ts'
import './instruct.css'
import { type Status, statusLine } from './status.ts'

/** What can be done in the box. */
export interface BoxActs {
  ask(mode: 'edit' | 'question', words: string): void
  stop(): void
  retry(): void
  close(): void
  accept(): void
  reject(): void
  chooseModel(): void
  openModels(): void
}

/** The box for an instruction: what to say, how it goes, what was answered. */
export interface Box {
  element: HTMLElement
  focus(): void
  /** @param retry whether it can be asked again; `proposed`: whether something waits for a decision */
  show(status: Status, can: { retry: boolean; decide: boolean }): void
  /** What to ask; undefined stands for the router's choice. */
  setModel(name: string | undefined): void
}

const first = 'Say what should change (Alt+Enter asks a question)'
const next = 'Say what to change about it'

export function createBox(history: History, selected: boolean, acts: BoxActs): Box {
  const input = element('textarea', 'caret-instruct-input')
  input.rows = 1
  input.spellcheck = false
  input.placeholder = selected ? first : first.replace('change', 'be written here')
  input.ariaLabel = 'Instruction'
  const line = element('span', 'caret-instruct-status')
  line.setAttribute('role', 'status')
  const words = element('div', 'caret-instruct-words')
  words.tabIndex = 0
  words.ariaLabel = 'Answer'
  const model = element('a', 'caret-instruct-model')
  model.role = 'button'
  model.tabIndex = 0
  model.title = 'Choose the model'
  model.addEventListener('mousedown', (event) => event.preventDefault())
  model.addEventListener('click', acts.chooseModel)
  model.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter' || key === ' ') acts.chooseModel()
  })
  const send = button('send', 'Submit (Enter)', 'icon', () => submit('edit'))
  const stop = button('debug-stop', 'Stop and put the text back (Esc)', 'icon', acts.stop)
  const close = button('close', 'Close (Esc)', 'icon', acts.close)
  const retry = button('Retry', 'Ask the same again', 'plain', acts.retry)
  const accept = button('Accept', 'Accept what was changed here (Ctrl+Enter)', 'primary', acts.accept)
  const reject = button('Reject', 'Reject what was changed here (Ctrl+Backspace)', 'plain', acts.reject)
  const models = button('Caret: Models', 'Connect a model', 'primary', acts.openModels)
  const box = element(
    'div',
    'caret-instruct',
    element('div', 'caret-instruct-row', input, send, stop, close),
    words,
    element('div', 'caret-instruct-row is-foot', line, models, retry, accept, reject, model),
  )
  box.role = 'dialog'
  box.ariaLabel = 'Edit or ask in place'

  let shown: Status | undefined
  let asking = false
  let canDecide = false
  const fit = () => {
    input.style.height = 'auto'
    input.style.height = `${input.scrollHeight}px`
  }
  const submit = (mode: 'edit' | 'question') => {
    const text = input.value.trim()
    if (text === '' || asking) return
    history.add(text)
    acts.ask(mode, text)
  }
  const recall = (text: string | undefined) => {
    if (text === undefined) return
    input.value = text
    input.setSelectionRange(text.length, text.length)
    fit()
  }
  input.addEventListener('input', fit)
  box.addEventListener('keydown', (event) => {
    if (event.isComposing || !run(event)) return
    event.preventDefault()
    event.stopPropagation()
  })

  /** Whether the key is the box's own. */
  function run({ key, altKey, shiftKey, ctrlKey, metaKey, target }: KeyboardEvent): boolean {
    const mod = ctrlKey || metaKey
    if (key === 'Escape') {
      acts.close()
      return true
    }
    if (target !== input) return false
    if (key === 'Enter' && mod && canDecide) acts.accept()
    else if (key === 'Backspace' && mod && canDecide && input.value === '') acts.reject()
    else if (key === 'Enter' && !shiftKey && !mod) submit(altKey ? 'question' : 'edit')
    else if (key === 'ArrowUp' && !input.value.slice(0, input.selectionStart).includes('\n'))
      recall(history.older(input.value))
    else if (key === 'ArrowDown' && !input.value.slice(input.selectionEnd).includes('\n')) recall(history.newer())
    else return false
    return true
  }

  return {
    element: box,
    focus: () => input.focus(),
    setModel(name) {
      model.textContent = name ?? 'Automatic'
      model.ariaLabel = `Model: ${name ?? 'automatic'}`
    },
    show(status, can) {
      asking = status.kind === 'asked' || (status.kind === 'words' && status.ms === undefined)
      canDecide = can.decide
      box.dataset.status = status.kind
      box.classList.toggle('is-asking', asking)
      const text = statusLine(status)
      line.textContent = text
      line.title = text
      line.classList.toggle('is-problem', status.kind === 'failed' && !status.noModel)
      words.textContent = status.kind === 'words' ? status.text : ''
      const isDone = status.kind === 'done' || (status.kind === 'words' && status.ms !== undefined)
      // What was followed is history; the next thing to say refines it.
      if (isDone && status !== shown) {
        input.value = ''
        if (status.kind === 'done') input.placeholder = next
        fit()
      }
      shown = status
      for (const [node, isShown] of [
        [send, !asking],
        [stop, asking],
        [retry, can.retry && !asking && status.kind !== 'idle' && !(status.kind === 'failed' && status.noModel)],
        [accept, can.decide && !asking],
        [reject, can.decide && !asking],
        [models, status.kind === 'failed' && status.noModel],
        [words, words.textContent !== ''],
      ] as const)
        node.hidden = !isShown
    },
  }
}
