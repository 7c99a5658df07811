/** An element with a class and children; strings become text. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag)
  node.className = className
  node.append(...children)
  return node
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
