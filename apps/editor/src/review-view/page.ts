import type { FileNote } from '@caret/protocol'
import { element, icon, setIcon, setText, show } from '../dom.ts'
import { sentence } from './rail.ts'

/** Where the parts of a review go. */
export interface Page {
  element: HTMLElement
  /** The diff editor's place. */
  diff: HTMLElement
  /** The review is read: its parts show, and in the place of a text that is not shown what is to be said of it. */
  showReview(note: FileNote | undefined): void
  /** There is none to read, yet or at all. */
  showMessage(message: Message): void
}

export interface Message {
  icon: string
  title: string
  text: string
  actions: { label: string; run(): void }[]
}

/** Keys and what they do. */
export interface Hint {
  keys: string[]
  label: string
}

export function createPage(rail: HTMLElement, head: HTMLElement, hints: readonly Hint[]): Page {
  const diff = element('div', 'caret-guide-diff')
  const note = element('div', 'caret-guide-note')
  const body = element('main', 'caret-guide-main', head, element('div', 'caret-guide-body', diff, note))
  const footer = element('footer', 'caret-guide-hints', ...hints.map(hintOf))
  footer.ariaLabel = 'Keys'
  const mark = icon('info')
  const title = element('h2')
  const text = element('p')
  const actions = element('div', 'caret-guide-actions')
  const message = element('div', 'caret-guide-message', mark, title, text, actions)
  message.role = 'status'
  const review = element('div', 'caret-guide-review', rail, body, footer)
  const page = element('div', 'caret-guide', review, message)
  page.tabIndex = -1
  // A button that has the focus has its own keys.
  page.addEventListener('keydown', (event) => {
    const isOfButton = (event.target as Element).closest('button') && (event.key === 'Enter' || event.key === ' ')
    if (isOfButton) event.stopPropagation()
  })
  return {
    element: page,
    diff,
    showReview(shown) {
      show(review, true)
      show(message, false)
      show(note, shown !== undefined)
      show(diff, shown === undefined)
      note.replaceChildren(...(shown ? [icon('file-binary'), element('p', '', ...sentence(shown.text))] : []))
    },
    showMessage(said) {
      show(review, false)
      show(message, true)
      setIcon(mark, said.icon)
      setText(title, said.title)
      setText(text, said.text)
      actions.replaceChildren(
        ...said.actions.map(({ label, run }) => {
          const made = element('button', 'caret-guide-act wide', label)
          made.type = 'button'
          made.addEventListener('click', run)
          return made
        }),
      )
    },
  }
}

function hintOf({ keys, label }: Hint): HTMLElement {
  return element('span', '', ...keys.map((key) => element('kbd', '', key.replace('RightArrow', '→'))), label)
}
