import { element } from '../dom.ts'

/** A button that looks like the workbench's; its label says what it does where its text alone does not. */
export function button(text: string, className: string, run: () => void, label = ''): HTMLButtonElement {
  const made = element('button', `caret-models-button ${className}`, text)
  made.type = 'button'
  if (label) made.ariaLabel = label
  made.addEventListener('click', run)
  return made
}

/** A part of the page under a heading. */
export function section(id: string, title: string, ...children: Node[]): HTMLElement {
  const heading = element('h2', '', title)
  heading.id = `caret-models-${id}`
  const made = element('section', '', heading, ...children)
  made.setAttribute('aria-labelledby', heading.id)
  return made
}
