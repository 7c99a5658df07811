import { element, setText } from '../dom.ts'
import { button } from './controls.ts'
import { messageOf } from './watch.ts'

/** Where a key is typed. Once it is sent nothing of it is left in the page. */
export interface KeyForm {
  field: HTMLElement
  buttons: HTMLElement
  /** Says where the key is kept, or why it was not taken. */
  note: HTMLElement
  open(): void
}

/**
 * @param send throws an error whose message says why the key is not taken
 * @param onClose the form is done with, or was left
 */
export function keyForm(
  label: string,
  keptIn: string,
  send: (key: string) => Promise<void>,
  onClose: () => void,
): KeyForm {
  const input = element('input', 'caret-models-input')
  // No part of a form: browsers offer to keep what is typed into one.
  Object.assign(input, { type: 'password', autocomplete: 'off', spellcheck: false, placeholder: 'Paste the key' })
  input.ariaLabel = `Key for ${label}`
  const note = element('span', 'caret-models-note')
  note.setAttribute('role', 'status')
  const save = button('Save', 'primary', () => void submit(), `Save the key for ${label}`)
  const cancel = button('Cancel', 'secondary', () => close())

  async function submit(): Promise<void> {
    const key = input.value.trim()
    input.value = ''
    if (!key) return input.focus()
    save.disabled = true
    try {
      await send(key)
      close()
    } catch (error) {
      setText(note, messageOf(error))
      note.classList.add('is-problem')
      input.focus()
    } finally {
      save.disabled = false
    }
  }

  function close(): void {
    input.value = ''
    onClose()
  }

  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') close()
    else if (event.key === 'Enter' && event.target === input) void submit()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const buttons = element('div', 'caret-models-actions', save, cancel)
  const field = element('div', 'caret-models-field', input)
  for (const part of [field, buttons]) part.addEventListener('keydown', onKey)
  return {
    ...{ field, buttons, note },
    open() {
      note.classList.remove('is-problem')
      setText(note, `Kept in ${keptIn}, which only you can read. It is not shown again.`)
      input.focus()
    },
  }
}
