import type { Mention, Mentionable } from '@caret/protocol'
import { element } from '../dom.ts'
import { type Choice, createChoices } from './choices.ts'
import type { History } from './history.ts'
import { labelOf, mentionsIn, type Placed, queryAt, shortNameOf } from './mentions.ts'
import { createPills } from './pills.ts'

/** Where mentions come from. */
export interface MentionSource {
  find(query: string): Promise<readonly Mentionable[]>
  /** Those that are not there. */
  missing(mentions: readonly Mention[]): Promise<readonly Mention[]>
  /** Labels that were chosen once, in an earlier session too. */
  known: { has(label: string): boolean; add(label: string): void }
}

/** Where words are written: a few lines that grow, with what they mention, and what was said before. */
export interface Input {
  /** The pills, the words, the list of what may be mentioned. */
  elements: { pills: HTMLElement; words: HTMLTextAreaElement; list: HTMLElement }
  readonly text: string
  readonly mentions: readonly Mention[]
  set(text: string): void
  /** What stands there was said: it stays to be read, and gives way to what is written next. */
  said(): void
  /** What was said has been followed: it goes, unless something else stands there by now. */
  followed(): void
  setMissing(missing: readonly Mention[]): void
  /** Whether the list of what may be mentioned has the keys. */
  readonly isChoosing: boolean
  /** Whether the key is its own, such as Up for what was said before. */
  take(event: KeyboardEvent): boolean
  onChange(listener: (text: string) => void): void
}

type Line = Choice & Mention

/** @param source without one, an `@` is a letter like any other */
export function createInput(history: History, source: MentionSource | undefined): Input {
  const words = element('textarea', 'caret-instruct-input')
  words.rows = 1
  words.spellcheck = false
  const listeners: ((text: string) => void)[] = []
  const pills = createPills((mention) => {
    const found = placed().find((each) => labelOf(each) === labelOf(mention))
    if (found) replace(found.start, found.end, '')
  })
  const list = createChoices<Line>(words, 'Files and symbols', (mention) => {
    const at = queryAt(words.value, words.selectionStart)
    if (!at || !source) return
    source.known.add(labelOf(mention))
    replace(at.start, words.selectionStart, `@${labelOf(mention)} `)
  })
  let turn = 0
  let last: string | undefined
  let shownMentions = ''

  const placed = (): Placed[] => (source ? mentionsIn(words.value, (label) => source.known.has(label)) : [])
  const mentions = (): Mention[] => [
    ...new Map(
      placed().map(({ path, name }) => [labelOf({ path, name }), { path, ...(name !== undefined && { name }) }]),
    ).values(),
  ]
  function replace(start: number, end: number, text: string): void {
    words.setRangeText(text, start, end, 'end')
    words.focus()
    change()
    void suggest()
  }
  const fit = () => {
    words.style.height = 'auto'
    words.style.height = `${words.scrollHeight}px`
  }
  function change(): void {
    fit()
    const all = mentions()
    const key = all.map(labelOf).join('\n')
    if (key !== shownMentions) {
      shownMentions = key
      pills.set(all)
      // What cannot be asked is told with the answer.
      if (all.length > 0) source?.missing(all).then(pills.setMissing, () => {})
    }
    for (const listener of listeners) listener(words.value)
  }
  async function suggest(): Promise<void> {
    const mine = ++turn
    const at = source && queryAt(words.value, words.selectionStart)
    // What is whole needs no list.
    if (!at || placed().some(({ end }) => end === words.selectionStart)) return list.set([])
    // A list that fails is no list.
    const found = await source.find(at.query).catch(() => [])
    if (mine === turn) list.set(found.map(lineOf))
  }
  words.addEventListener('input', () => {
    change()
    void suggest()
  })

  return {
    elements: { pills: pills.element, words, list: list.element },
    get text() {
      return words.value
    },
    get mentions() {
      return mentions()
    },
    set(text) {
      words.value = text
      words.setSelectionRange(text.length, text.length)
      turn++
      list.set([])
      change()
    },
    said() {
      last = words.value
      words.select()
    },
    followed() {
      if (words.value === last) this.set('')
    },
    get isChoosing() {
      return list.isShown
    },
    setMissing: pills.setMissing,
    onChange: (listener) => void listeners.push(listener),
    take({ key, shiftKey, ctrlKey, metaKey, altKey }) {
      const plain = !shiftKey && !ctrlKey && !metaKey && !altKey
      const recall = (text: string | undefined) => {
        if (text !== undefined) this.set(text)
        return true
      }
      if (list.isShown && plain) {
        if (key === 'ArrowDown' || key === 'ArrowUp') list.move(key === 'ArrowDown' ? 1 : -1)
        else if (key === 'Enter' || key === 'Tab') list.choose()
        else if (key === 'Escape') {
          turn++
          list.set([])
        } else return false
        return true
      }
      const { selectionStart: start, selectionEnd: end, value } = words
      const before = placed().find((each) => each.end === start && start === end)
      if (key === 'Backspace' && before && plain) replace(before.start, before.end, '')
      else if (key === 'ArrowUp' && plain && !value.slice(0, start).includes('\n')) return recall(history.older(value))
      else if (key === 'ArrowDown' && plain && !value.slice(end).includes('\n')) return recall(history.newer())
      else return false
      return true
    },
  }
}

const lineOf = ({ kind, path, name, detail }: Mentionable): Line => ({
  ...{ path, ...(name !== undefined && { name }), detail },
  icon: kind === 'file' ? 'file' : 'symbol-method',
  label: shortNameOf({ path, name }),
})
