/** What Tab adds to the workbench's commands and settings. */
export const tabContributions = {
  commands: [
    { command: 'caret.tab.toggle', title: 'Turn Suggestions On or Off', category: 'Caret Tab' },
    { command: 'caret.tab.snooze', title: 'Snooze Suggestions for Five Minutes', category: 'Caret Tab' },
    { command: 'caret.tab.menu', title: 'Show Menu', category: 'Caret Tab' },
  ],
  keybindings: [
    // VS Code has a key for a word and none for a line; in editors this one is free.
    {
      key: 'alt+end',
      command: 'editor.action.inlineSuggest.acceptNextLine',
      when: 'inlineSuggestionVisible && cursorBeforeGhostText && editorTextFocus && !editorReadonly',
    },
  ],
  configuration: {
    title: 'Caret Tab',
    properties: {
      'caret.tab.enabled': {
        type: 'object',
        default: { '*': true },
        additionalProperties: { type: 'boolean' },
        markdownDescription:
          'Whether Tab suggests your next edit, by language; `*` stands for all others: `{ "*": true, "markdown": false }`.',
      },
      'caret.tab.nextEdits': {
        type: 'boolean',
        default: true,
        description:
          'Suggests edits elsewhere in the file and in other files too, not only what comes next at the caret.',
      },
      'caret.tab.eagerness': {
        type: 'string',
        enum: ['low', 'medium', 'high'],
        enumDescriptions: [
          'Few suggestions, most of them right.',
          'What is more likely wanted than in the way.',
          'Many suggestions; more of them are wrong.',
        ],
        default: 'medium',
        description: 'How likely a suggestion must be to be shown.',
      },
    },
  },
}
