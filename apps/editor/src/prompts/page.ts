import type { PromptNode, PromptPreview } from '@caret/protocol'
import { element } from '../dom.ts'
import { isWithin, keyOf, rowsOf, type Row } from './rows.ts'

/** A prompt as it is rendered in a budget that the reader chooses. */
export interface PromptPage {
  element: HTMLElement
  show(preview: PromptPreview): void
  /** It cannot be rendered; the message says why. */
  fail(message: string): void
}

/** @param onBudget another budget is chosen; undefined for the recorded one */
export function promptPage(onBudget: (budget: number) => void): PromptPage {
  const title = element('h1')
  const sums = element('p')
  const slider = element('input')
  slider.type = 'range'
  const number = element('input')
  number.type = 'number'
  number.min = slider.min = '1'
  const budget = element('label', 'caret-prompt-budget', 'Budget', slider, number, 'tokens')
  const notes = element('div', 'caret-prompt-notes')
  const messages = element('div', 'caret-prompt-messages')
  const nodes = element('tbody')
  const table = element('table', '', headOf('Node', 'Tokens', 'Priority', ''), nodes)
  const path = element('footer')
  const head = element('header', '', title, sums, budget, notes)
  const body = element('div', 'caret-prompt-body', messages, element('div', 'caret-prompt-nodes', table))
  const page = element('div', 'caret-prompt', head, body, path)
  page.tabIndex = -1
  let scale = 0
  /** What was clicked stays marked while nothing is pointed at. */
  let pinned: string | undefined

  const mark = (key: string | undefined) => {
    for (const each of page.querySelectorAll<HTMLElement>('[data-key]')) {
      each.classList.toggle('marked', key !== undefined && isWithin(each.dataset.key!, key))
    }
    path.textContent = key ?? 'Point at a text or a node to see where it comes from.'
  }
  const keyAt = ({ target }: Event) => (target as Element).closest<HTMLElement>('[data-key]')?.dataset.key
  body.addEventListener('pointerover', (event) => mark(keyAt(event) ?? pinned))
  body.addEventListener('pointerleave', () => mark(pinned))
  body.addEventListener('focusin', (event) => mark(keyAt(event) ?? pinned))
  body.addEventListener('focusout', () => mark(pinned))
  body.addEventListener('click', (event) => {
    const key = keyAt(event)
    pinned = key === pinned ? undefined : key
    mark(pinned)
  })
  const choose = ({ value }: HTMLInputElement) => {
    const chosen = Math.round(Number(value))
    if (!(chosen > 0)) return
    slider.value = number.value = String(chosen)
    onBudget(chosen)
  }
  slider.addEventListener('input', () => choose(slider))
  number.addEventListener('change', () => choose(number))
  mark(undefined)

  return {
    element: page,
    show: (preview) => {
      const { prompt, recorded, tokens, budget, cacheable, warnings, report } = preview
      title.textContent = prompt
      if (scale === 0) {
        scale = Math.ceil(Math.max(recorded.budget * 1.5, recorded.tokens * 2))
        slider.max = String(scale)
      }
      slider.value = number.value = String(budget)
      const cut = rowsOf(report).filter(({ state }) => state === 'cut').length
      sums.textContent = [
        `${count(tokens)} of ${count(budget)} tokens`,
        `${count(recorded.tokens)} of ${count(recorded.budget)} when it was sent`,
        cut === 0 ? 'nothing is cut' : `${count(cut)} ${cut === 1 ? 'node is' : 'nodes are'} cut`,
        ...(cacheable > 0 ? [`the first ${count(cacheable)} can be cached`] : []),
      ].join(' · ')
      notes.replaceChildren(...warnings.map((warning) => element('p', 'warning', warning)))
      messages.replaceChildren(...preview.messages.flatMap(messageOf))
      nodes.replaceChildren(...rowsOf(report).map(rowOf))
      page.classList.remove('failed')
      mark(pinned)
    },
    fail: (message) => {
      const said = element('p', 'error', message)
      said.setAttribute('role', 'alert')
      notes.replaceChildren(said)
      page.classList.add('failed')
    },
  }
}

const count = (number: number) => number.toLocaleString('en-US')

function headOf(...titles: string[]): HTMLElement {
  return element('thead', '', element('tr', '', ...titles.map((title) => element('th', '', title))))
}

function messageOf({ role, spans }: PromptPreview['messages'][number]): HTMLElement[] {
  const texts = spans.map(({ text, path }) => {
    const span = element('span', '', text)
    span.dataset.key = keyOf(path)
    return span
  })
  return [element('h2', '', role), element('pre', '', ...texts)]
}

const states: Record<PromptNode['state'], string> = { kept: '', part: 'in part', cut: 'cut' }

function rowOf({ depth, name, text, tokens, shown, priority, state, why, key }: Row): HTMLElement {
  const label = element('td', 'node', element('b', '', name), element('span', '', text.trim().slice(0, 80)))
  label.style.paddingLeft = `${depth * 14 + 8}px`
  const counted = shown === tokens ? count(tokens) : `${count(shown)} of ${count(tokens)}`
  const row = element(
    'tr',
    state,
    label,
    element('td', 'number', tokens === 0 ? '' : counted),
    element('td', 'number', priority === undefined ? 'must' : String(priority)),
    element('td', 'why', [states[state], why].filter(Boolean).join(': ')),
  )
  row.dataset.key = key
  row.tabIndex = 0
  return row
}
