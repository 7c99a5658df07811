import { element } from '../dom.ts'

/** A command that the page offers; clicking it runs it. */
export interface Offer {
  command: string
  label: string
}

export interface Section {
  title: string
  offers: Offer[]
}

export const sections: Section[] = [
  {
    title: 'Start',
    offers: [
      { command: 'workbench.action.quickOpen', label: 'Go to file' },
      { command: 'workbench.action.showCommands', label: 'Run a command' },
      { command: 'workbench.action.findInFiles', label: 'Search everywhere' },
      { command: 'workbench.action.terminal.toggleTerminal', label: 'Open a terminal' },
      { command: 'workbench.view.scm', label: 'See what changed' },
    ],
  },
  {
    title: 'Read',
    offers: [
      { command: 'editor.action.revealDefinition', label: 'Go to definition' },
      { command: 'editor.action.goToReferences', label: 'Find references' },
      { command: 'workbench.action.showAllSymbols', label: 'Go to symbol' },
      { command: 'editor.action.showHover', label: 'Explain at the caret' },
      { command: 'workbench.action.navigateBack', label: 'Go back' },
    ],
  },
  {
    title: 'Change',
    offers: [
      { command: 'editor.action.rename', label: 'Rename a symbol' },
      { command: 'editor.action.quickFix', label: 'Fix or refactor' },
      { command: 'editor.action.formatDocument', label: 'Format the file' },
      { command: 'editor.action.addSelectionToNextFindMatch', label: 'Select the next match too' },
      { command: 'editor.action.dirtydiff.next', label: 'Go to the next change' },
    ],
  },
  {
    title: 'Make it yours',
    offers: [
      { command: 'workbench.action.selectTheme', label: 'Colour theme' },
      { command: 'workbench.action.openSettings', label: 'Settings' },
      { command: 'caret.models', label: 'Models, keys and costs' },
      { command: 'workbench.action.openGlobalKeybindings', label: 'Keyboard shortcuts' },
    ],
  },
]

/** Draws the page. `keyOf` gives the label of a command's key, as the user has it bound, or undefined. */
export function renderWelcome(
  folder: string,
  keyOf: (command: string) => string | undefined,
  run: (command: string) => void,
): HTMLElement {
  const page = element('div', 'caret-welcome')
  page.tabIndex = 0
  const head = element('header')
  head.append(
    element('h1', '', 'Caret'),
    element(
      'p',
      '',
      'VS Code’s workbench, with an engine beside it. Everything runs on this machine; nothing leaves it but what you ask of hosted models.',
    ),
    element('p', '', 'As you edit, Caret suggests what comes next: Tab takes it, Escape leaves it.'),
    element('p', 'caret-welcome-folder', folder),
  )
  const columns = element('div', 'caret-welcome-columns')
  for (const { title, offers } of sections) {
    const section = element('section')
    section.append(element('h2', '', title))
    for (const { command, label } of offers) {
      const row = element('button')
      row.append(element('span', '', label))
      const key = keyOf(command)
      if (key) row.append(element('kbd', '', key))
      row.addEventListener('click', () => run(command))
      section.append(row)
    }
    columns.append(section)
  }
  page.append(head, columns)
  return page
}
