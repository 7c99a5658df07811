import type { InstructTurn, Mention } from '@caret/protocol'
import { element } from '../dom.ts'
import { button } from '../review/button.ts'
import { type Choice, createChoices } from './choices.ts'
import type { History } from './history.ts'
import { createInput, type MentionSource } from './input.ts'
import './instruct.css'
import { createModelLink } from './model-link.ts'
import { type Status, statusLine } from './status.ts'

/** What can be done in the box. */
export interface BoxActs {
  ask(mode: 'edit' | 'question', words: string, mentions: readonly Mention[]): void
  stop(): void
  retry(): void
  close(): void
  accept(): void
  reject(): void
  chooseModel(): void
  openModels(): void
}

/** Something that can be done without a model. */
export interface Offer extends Choice {
  run(): void
}

/** What is true beside the status. */
export interface BoxState {
  /** Whether the same can be asked again. */
  retry: boolean
  /** Whether something waits for a decision. */
  decide: boolean
  /** Questions that were answered before. */
  said: readonly InstructTurn[]
  /** What the model sees beside the file, in a few lines. */
  seen: string
}

/** The box for an instruction: what to say, how it goes, what was answered. */
export interface Box {
  element: HTMLElement
  focus(): void
  show(status: Status, state: BoxState): void
  setMissing(missing: readonly Mention[]): void
  /** What can be done without a model. */
  setOffers(offers: readonly Offer[]): void
  /** What to ask; undefined stands for the router's choice. */
  setModel(name: string | undefined): void
}

const first = 'Say what should change, @ mentions files (Alt+Enter asks a question)'
const next = 'Say what to change about it'
const further = 'Ask further (Alt+Enter), or say what should change'
const offline = 'Or find what needs none: rename, extract, fix…'

export function createBox(history: History, source: MentionSource, selected: boolean, acts: BoxActs): Box {
  const input = createInput(history, source)
  const { words: field, pills, list } = input.elements
  field.placeholder = selected ? first : first.replace('change', 'be written here')
  field.ariaLabel = 'Instruction'
  const offers = createChoices<Offer>(field, 'Without a model', (offer) => offer.run())
  let offered: readonly Offer[] = []
  const line = element('span', 'caret-instruct-status')
  line.setAttribute('role', 'status')
  const words = element('div', 'caret-instruct-words')
  words.tabIndex = 0
  words.ariaLabel = 'Answer'
  const model = createModelLink(acts.chooseModel)
  const send = button('send', 'Submit (Enter)', 'icon', () => submit('edit'))
  const stop = button('debug-stop', 'Stop and put the text back (Esc)', 'icon', acts.stop)
  const close = button('close', 'Close (Esc)', 'icon', acts.close)
  const retry = button('Retry', 'Ask the same again', 'plain', acts.retry)
  const accept = button('Accept', 'Accept what was changed here (Ctrl+Enter)', 'primary', acts.accept)
  const reject = button('Reject', 'Reject what was changed here (Ctrl+Backspace)', 'plain', acts.reject)
  const models = button('Connect a Model', 'Connect a model', 'primary', acts.openModels)
  const box = element(
    'div',
    'caret-instruct',
    pills,
    element('div', 'caret-instruct-row', field, send, stop, close),
    list,
    words,
    element('div', 'caret-instruct-row is-foot', line, models, retry, accept, reject, model.element),
    offers.element,
  )
  box.role = 'dialog'
  box.ariaLabel = 'Edit or ask in place'

  let shown: Status | undefined
  let asking = false
  let canDecide = false
  const submit = (mode: 'edit' | 'question') => {
    const text = input.text.trim()
    if (text === '' || asking) return
    history.add(text)
    input.said()
    acts.ask(mode, text, input.mentions)
  }
  const find = () => {
    const wanted = input.text.toLowerCase().split(/\s+/).filter(Boolean)
    offers.set(offered.filter(({ label }) => wanted.every((word) => label.toLowerCase().includes(word))))
  }
  input.onChange(find)
  box.addEventListener('keydown', (event) => {
    if (event.isComposing || !run(event)) return
    event.preventDefault()
    event.stopPropagation()
  })

  /** Whether the key is the box's own. */
  function run(event: KeyboardEvent): boolean {
    const { key, altKey, shiftKey, ctrlKey, metaKey, target } = event
    const mod = ctrlKey || metaKey
    if (target === field && offers.isShown && !input.isChoosing && !mod && !shiftKey && !altKey) {
      if (key === 'ArrowDown' || key === 'ArrowUp') offers.move(key === 'ArrowDown' ? 1 : -1)
      else if (key === 'Enter') offers.choose()
      if (['ArrowDown', 'ArrowUp', 'Enter'].includes(key)) return true
    }
    if (target === field && input.take(event)) return true
    if (key === 'Escape') {
      acts.close()
      return true
    }
    if (target !== field) return false
    if (key === 'Enter' && mod && canDecide) acts.accept()
    else if (key === 'Backspace' && mod && canDecide && input.text === '') acts.reject()
    else if (key === 'Enter' && !shiftKey && !mod) submit(altKey ? 'question' : 'edit')
    else return false
    return true
  }

  return {
    element: box,
    focus: () => field.focus(),
    setMissing: input.setMissing,
    setModel: model.set,
    setOffers(all) {
      offered = all
      if (all.length > 0) field.placeholder = offline
      find()
    },
    show(status, { retry: canRetry, decide, said, seen }) {
      asking = status.kind === 'asked' || (status.kind === 'words' && status.ms === undefined)
      canDecide = decide
      const noModel = status.kind === 'failed' && status.noModel
      box.dataset.status = status.kind
      box.classList.toggle('is-asking', asking)
      const text = statusLine(status)
      line.textContent = text
      line.title = [text, seen].filter(Boolean).join('\n')
      line.classList.toggle('is-problem', status.kind === 'failed' && !status.noModel)
      words.replaceChildren(...(status.kind === 'words' ? talk(said, status) : []))
      words.scrollTop = words.scrollHeight
      const isDone = status.kind === 'done' || (status.kind === 'words' && status.ms !== undefined)
      // What was followed is history; the next thing to say refines it.
      if (isDone && status !== shown) {
        input.followed()
        field.placeholder = status.kind === 'done' ? next : further
      }
      shown = status
      for (const [node, isShown] of [
        [send, !asking],
        [stop, asking],
        [retry, canRetry && !asking && status.kind !== 'idle' && !noModel],
        [accept, decide && !asking],
        [reject, decide && !asking],
        [models, noModel],
        [words, words.childElementCount > 0],
      ] as const)
        node.hidden = !isShown
    },
  }
}

/** What was asked and answered before, and the answer that is coming. */
function talk(said: readonly InstructTurn[], { asked, text }: Extract<Status, { kind: 'words' }>): HTMLElement[] {
  const answer = element('div', 'caret-instruct-answer', text)
  if (said.length === 0) return [answer]
  return [
    ...said.flatMap((turn) => [
      element('div', 'caret-instruct-asked', turn.instruction),
      element('div', 'caret-instruct-answer is-earlier', turn.answer),
    ]),
    element('div', 'caret-instruct-asked', asked),
    answer,
  ]
}
