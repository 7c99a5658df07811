import { overshootCommand, overshootContext } from './overshoot.ts'

/** What Tab adds to the workbench's commands and settings. */
export const tabContributions = {
  commands: [
    { command: 'caret.tab.toggle', title: 'Turn Suggestions On or Off', category: 'Caret Tab' },
    { command: 'caret.tab.snooze', title: 'Snooze Suggestions for Five Minutes', category: 'Caret Tab' },
    { command: 'caret.tab.everywhere', title: 'Make the Last Edit Everywhere', category: 'Caret' },
    { command: 'caret.tab.menu', title: 'Show Menu', category: 'Caret Tab' },
  ],
  keybindings: [
    // VS Code has a key for a word and none for a line; in editors this one is free.
    {
      key: 'alt+end',
      command: 'editor.action.inlineSuggest.acceptNextLine',
      when: 'inlineSuggestionVisible && cursorBeforeGhostText && editorTextFocus && !editorReadonly',
    },
    {
      key: 'tab',
      command: overshootCommand,
      when: `${overshootContext} && editorTextFocus && !inlineSuggestionVisible && !inlineEditIsVisible && !suggestWidgetVisible && !inSnippetMode && !editorTabMovesFocus`,
    },
    // While Alt is held, Tab comes with it; many systems keep Alt+Tab for themselves.
    ...['alt+tab', 'alt+l'].flatMap((key) => [
      whileHeld(key, 'commit', '(inlineSuggestionVisible || inlineEditIsVisible && tabShouldAcceptInlineEdit)'),
      whileHeld(key, 'jump', 'inlineEditIsVisible && tabShouldJumpToInlineEdit'),
    ]),
  ],
  colors: [
    {
      id: 'caret.tab.quietMark',
      description: 'Background of the line for which there is a suggestion, while suggestions are only marked.',
      defaults: { dark: '#4daafc1f', light: '#0a6ed117', highContrast: '#4daafc40', highContrastLight: '#0a6ed133' },
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
      'caret.tab.model': {
        type: 'boolean',
        default: true,
        markdownDescription:
          'Asks a model where nothing else knows what comes next: one on this machine, or the one that `#caret.models.roles#` names for `tab`.',
      },
      'caret.tab.quiet': {
        type: 'boolean',
        default: false,
        markdownDescription:
          'Draws no suggestion by itself: a tint marks the line that has one, and it is shown while Alt is held. Then Alt+L accepts it, and Alt+Tab where the system has no other use for that.',
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

/** The workbench would name a key of the command's own, instead of Tab, beside every suggestion. */
function whileHeld(key: string, command: string, when: string) {
  const args = { commands: [`editor.action.inlineSuggest.${command}`] }
  return { key, command: 'runCommands', args, when: `caret.tab.revealed && ${when}` }
}
