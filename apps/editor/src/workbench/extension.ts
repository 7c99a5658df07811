import { ExtensionHostKind, registerExtension } from '@codingame/monaco-vscode-api/extensions'
import type * as vscode from 'vscode'
import { gitContributions } from '../git/contributions.ts'
import { instructContributions } from '../instruct/contributions.ts'
import { languagesContributions } from '../languages/contributions.ts'
import { promptContributions } from '../prompts/contributions.ts'
import { modelsContributions } from '../models/contributions.ts'
import { reviewContributions } from '../review/contributions.ts'
import { reviewViewContributions } from '../review-view/contributions.ts'
import { tabContributions } from '../tab/contributions.ts'

/**
 * Declares the one extension, in the page itself, that holds Caret's features. Call before the workbench starts; what it
 * returns waits for the extension host and gives the `vscode` API.
 */
export function declareCaretExtension(): () => Promise<typeof vscode> {
  const extension = registerExtension(
    {
      name: 'caret',
      publisher: 'caret',
      version: '1.0.0',
      engines: { vscode: '*' },
      enabledApiProposals: [
        'inlineCompletionsAdditions',
        'textDocumentChangeReason',
        'textSearchProvider2',
        'fileSearchProvider2',
        'aiTextSearchProvider',
        'findFiles2',
        'scmActionButton',
        'scmValidation',
        'quickDiffProvider',
        'timeline',
      ],
      contributes: {
        ...gitContributions,
        menus: {
          ...gitContributions.menus,
          'scm/title': [...gitContributions.menus['scm/title'], ...reviewViewContributions.menus['scm/title']],
          commandPalette: [...gitContributions.menus.commandPalette, ...reviewViewContributions.menus.commandPalette],
        },
        colors: [...gitContributions.colors, ...tabContributions.colors],
        configuration: [
          tabContributions.configuration,
          modelsContributions.configuration,
          instructContributions.configuration,
          reviewViewContributions.configuration,
          gitContributions.configuration,
          languagesContributions.configuration,
        ],
        keybindings: [
          ...gitContributions.keybindings,
          ...tabContributions.keybindings,
          ...reviewContributions.keybindings,
          ...reviewViewContributions.keybindings,
          ...instructContributions.keybindings,
          // In a browser the workbench leaves F12 to the developer tools; who edits code here expects VS Code's.
          {
            key: 'f12',
            command: 'editor.action.revealDefinition',
            when: 'editorHasDefinitionProvider && editorTextFocus',
          },
        ],
        commands: [
          ...gitContributions.commands,
          ...languagesContributions.commands,
          ...promptContributions.commands,
          ...tabContributions.commands,
          ...modelsContributions.commands,
          ...reviewContributions.commands,
          ...reviewViewContributions.commands,
          ...instructContributions.commands,
          { command: 'caret.welcome', title: 'Welcome', category: 'Caret' },
          { command: 'caret.reconnect', title: 'Reconnect to the Engine', category: 'Caret' },
        ],
      },
    },
    ExtensionHostKind.LocalProcess,
    { system: true },
  )
  return async () => {
    const api = await extension.getApi()
    await extension.setAsDefaultApi()
    return api
  }
}
