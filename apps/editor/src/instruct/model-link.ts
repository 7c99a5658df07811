import { element } from '../dom.ts'

/** Which model is asked, and the way to another. */
export function createModelLink(choose: () => void): { element: HTMLElement; set(name: string | undefined): void } {
  const link = element('a', 'caret-instruct-model')
  link.role = 'button'
  link.tabIndex = 0
  link.title = 'Choose the model'
  link.addEventListener('mousedown', (event) => event.preventDefault())
  link.addEventListener('click', choose)
  link.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter' || key === ' ') choose()
  })
  return {
    element: link,
    set(name) {
      link.textContent = name ?? 'Automatic'
      link.ariaLabel = `Model: ${name ?? 'automatic'}`
    },
  }
}
