import { getService, ITerminalService } from '@codingame/monaco-vscode-api'
import type { ITerminalInstance } from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/terminal/browser/terminal'
import { type CommandOpening, openCommandBox, type OpenedCommand } from './open.ts'

/** In a terminal, a box that makes a command of words. */
export async function registerTerminalBox(opening: CommandOpening): Promise<void> {
  const { api } = opening
  const terminals = await getService(ITerminalService)
  const boxes = new Map<ITerminalInstance, OpenedCommand>()
  api.commands.registerCommand('caret.instruct.terminal', () => {
    const terminal = terminals.activeInstance
    if (!terminal) return api.window.showInformationMessage('Open a terminal to have a command written for it.')
    const open = boxes.get(terminal) ?? openCommandBox(opening, terminal, () => boxes.delete(terminal))
    boxes.set(terminal, open)
    open.focus()
  })
}
