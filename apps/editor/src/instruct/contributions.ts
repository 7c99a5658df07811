const here = 'editorTextFocus && !editorReadonly'
const inTerminal = 'terminalFocus && config.caret.instruct.terminal'

/** What instructions in place add to the workbench's commands, keys and settings. */
export const instructContributions = {
  commands: [
    { command: 'caret.instruct', title: 'Edit or Ask in Place', category: 'Caret' },
    { command: 'caret.instruct.terminal', title: 'Write a Command in Words', category: 'Caret' },
  ],
  keybindings: [
    { key: 'ctrl+i', mac: 'cmd+i', command: 'caret.instruct', when: here },
    // No keyboard types this: it ends a chord that nothing followed (see `pause.ts`).
    { key: 'ctrl+k f19', mac: 'cmd+k f19', command: 'caret.instruct.pause', when: here },
    { key: 'ctrl+k f19', mac: 'cmd+k f19', command: 'caret.instruct.terminal', when: inTerminal },
  ],
  configuration: {
    title: 'Caret Instruct',
    properties: {
      'caret.instruct.pause': {
        type: ['number', 'null'],
        minimum: 100,
        default: 400,
        markdownDescription:
          'Milliseconds after `Ctrl+K` (`Cmd+K`) that open the box for instructions, where no second key follows; the chords that begin with it go on working. Empty leaves it to chords alone. `Ctrl+I` (`Cmd+I`) opens the box at once.',
      },
      'caret.instruct.terminal': {
        type: 'boolean',
        default: true,
        markdownDescription:
          'Whether `Ctrl+K` (`Cmd+K`) and a pause opens a box in the terminal, too, that makes a command of words. The command is shown before it is put at the prompt.',
      },
    },
  },
}
