import { element } from '../dom.ts'

/** A button that looks like the workbench's; its label says what it does where its text alone does not. */
export function button(text: string, className: string, run: () => void, label = ''): HTMLButtonElement {
  const made = element('button', `caret-models-button ${className}`, text)
  made.type = 'button'
  if (label) made.ariaLabel = label
  made.addEventListener('click', run)
  return made
}

/** One of the workbench's icons. */
export function icon(name: string): HTMLElement {
  const made = element('span')
  setIcon(made, name)
  made.ariaHidden = 'true'
  return made
}

export const setIcon = (node: HTMLElement, name: string): void => {
  const className = `codicon codicon-${name}`
  if (node.className !== className) node.className = className
}

/** Touched only where it changes: screen readers tell of every touch. */
export function setText(node: HTMLElement, text: string): void {
  if (node.textContent !== text) node.textContent = text
}

/** Shows or hides without a trace in the layout where hidden. */
export const show = (node: HTMLElement, visible: boolean): void => void (node.hidden = !visible)

/** A part of the page under a heading. */
export function section(id: string, title: string, ...children: Node[]): HTMLElement {
  const heading = element('h2', '', title)
  heading.id = `caret-models-${id}`
  const made = element('section', '', heading, ...children)
  made.setAttribute('aria-labelledby', heading.id)
  return made
}

/** A part of a list that follows a value. */
export interface Row<T> {
  element: HTMLElement
  update(value: T): void
}

/** Keeps the children of `list` in step with values: rows stay who they were, and with them the focus. */
export function followList<T, R extends Row<T>>(list: HTMLElement, key: (value: T) => string, create: (value: T) => R) {
  const rows = new Map<string, R>()
  return {
    row: (name: string): R | undefined => rows.get(name),
    update(values: readonly T[]): void {
      const wanted = new Set(values.map(key))
      for (const [name, row] of rows) {
        if (wanted.has(name)) continue
        row.element.remove()
        rows.delete(name)
      }
      for (const [index, value] of values.entries()) {
        const row = rows.get(key(value)) ?? create(value)
        rows.set(key(value), row)
        row.update(value)
        // To move what has the focus would take it away.
        if (list.children[index] !== row.element) list.insertBefore(row.element, list.children[index] ?? null)
      }
    },
  }
}
