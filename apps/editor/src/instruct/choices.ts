import { element } from '../dom.ts'

/** One line of a list: what it is, and what tells it from others. */
export interface Choice {
  /** A codicon's name. */
  icon: string
  label: string
  detail: string
}

/** A short list below an input, which keeps the focus: the keys that it passes on go through the list. */
export interface Choices<T extends Choice> {
  element: HTMLElement
  readonly isShown: boolean
  /** None hides it. */
  set(all: readonly T[]): void
  move(by: 1 | -1): void
  /** Takes the active one. */
  choose(): void
}

let last = 0

/** @param input says which line is active, for who cannot see it */
export function createChoices<T extends Choice>(
  input: HTMLElement,
  label: string,
  onChoose: (choice: T) => void,
): Choices<T> {
  const list = element('div', 'caret-instruct-choices')
  list.role = 'listbox'
  list.ariaLabel = label
  list.id = `caret-instruct-choices-${++last}`
  list.hidden = true
  let shown: readonly T[] = []
  let active = 0
  const point = () => {
    for (const [at, line] of [...list.children].entries()) {
      line.classList.toggle('is-active', at === active)
      line.setAttribute('aria-selected', String(at === active))
      if (at === active) line.scrollIntoView({ block: 'nearest' })
    }
    const line = list.children[active]
    if (line) input.setAttribute('aria-activedescendant', line.id)
    else input.removeAttribute('aria-activedescendant')
  }
  return {
    element: list,
    get isShown() {
      return shown.length > 0
    },
    set(all) {
      shown = all
      active = 0
      list.hidden = all.length === 0
      list.replaceChildren(
        ...all.map((choice, at) => {
          const line = element(
            'div',
            'caret-instruct-choice',
            element('span', `codicon codicon-${choice.icon}`),
            element('span', 'caret-instruct-choice-label', choice.label),
            element('span', 'caret-instruct-choice-detail', choice.detail),
          )
          line.role = 'option'
          line.id = `${list.id}-${at}`
          line.title = choice.detail
          line.addEventListener('mousedown', (event) => event.preventDefault())
          line.addEventListener('click', () => onChoose(choice))
          return line
        }),
      )
      point()
    },
    move(by) {
      active = (active + by + shown.length) % shown.length
      point()
    },
    choose() {
      const choice = shown[active]
      if (choice) onChoose(choice)
    },
  }
}
