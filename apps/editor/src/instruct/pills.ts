import type { Mention } from '@caret/protocol'
import { element } from '../dom.ts'
import { labelOf, shortNameOf } from './mentions.ts'

/** What is mentioned, each with a way to take it out; what is not there any more says so. */
export interface Pills {
  element: HTMLElement
  set(mentions: readonly Mention[]): void
  /** Which of them are not there. */
  setMissing(missing: readonly Mention[]): void
}

export function createPills(onRemove: (mention: Mention) => void): Pills {
  const row = element('div', 'caret-instruct-pills')
  row.role = 'list'
  row.ariaLabel = 'Mentioned'
  let shown: readonly Mention[] = []
  let gone = new Set<string>()
  const draw = () => {
    row.hidden = shown.length === 0
    row.replaceChildren(
      ...shown.map((mention) => {
        const isGone = gone.has(labelOf(mention))
        const name = shortNameOf(mention)
        const remove = element('a', 'codicon codicon-close')
        remove.role = 'button'
        remove.tabIndex = 0
        remove.ariaLabel = `Take out ${name}`
        remove.addEventListener('mousedown', (event) => event.preventDefault())
        remove.addEventListener('click', () => onRemove(mention))
        remove.addEventListener('keydown', (event) => {
          if (!['Enter', ' ', 'Backspace', 'Delete'].includes(event.key)) return
          event.preventDefault()
          event.stopPropagation()
          onRemove(mention)
        })
        const icon = isGone ? 'warning' : mention.name === undefined ? 'file' : 'symbol-method'
        const pill = element('span', 'caret-instruct-pill', element('span', `codicon codicon-${icon}`), name, remove)
        pill.role = 'listitem'
        pill.classList.toggle('is-gone', isGone)
        pill.title = isGone ? `${labelOf(mention)} does not exist any more` : labelOf(mention)
        return pill
      }),
    )
  }
  draw()
  return {
    element: row,
    set(mentions) {
      shown = mentions
      draw()
    },
    setMissing(missing) {
      gone = new Set(missing.map(labelOf))
      draw()
    },
  }
}
