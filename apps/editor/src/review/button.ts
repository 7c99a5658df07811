/** A small button as the workbench draws them. It leaves the focus where it is. */
export function button(label: string, title: string, kind: 'primary' | 'plain' | 'icon', run: () => void): HTMLElement {
  const element = document.createElement('a')
  element.role = 'button'
  element.tabIndex = 0
  element.title = title
  element.ariaLabel = title
  element.className =
    kind === 'icon' ? `caret-review-icon codicon codicon-${label}` : `caret-review-button caret-review-${kind}`
  if (kind !== 'icon') element.textContent = label
  element.addEventListener('mousedown', (event) => event.preventDefault())
  element.addEventListener('click', run)
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') run()
  })
  return element
}
