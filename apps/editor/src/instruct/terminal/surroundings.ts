import type { CommandQuestion } from '@caret/protocol'
import { TerminalCapability } from '@codingame/monaco-vscode-api/vscode/vs/platform/terminal/common/capabilities/capabilities'
import type { ITerminalInstance } from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/terminal/browser/terminal'

/** UTF-16 units of the last output, from its end. */
const mostOutput = 8_000
/** Lines of the screen, where the shell does not mark its commands. */
const mostLines = 60

/** What a terminal tells of itself: its shell, where that is, what ran last and what stands at the prompt. */
export function surroundingsOf(
  terminal: ITerminalInstance,
  root: string,
): Pick<CommandQuestion, 'shell' | 'folder' | 'last' | 'typed'> {
  const commands = terminal.capabilities.get(TerminalCapability.CommandDetection)
  const folder =
    commands?.cwd ?? terminal.capabilities.get(TerminalCapability.CwdDetection)?.getCwd() ?? terminal.cwd ?? root
  const typed = commands?.promptInputModel.value.trim()
  const last = commands?.commands.at(-1)
  const exitCode = last?.exitCode
  const output = last ? (last.getOutput() ?? '') : commands ? '' : screenOf(terminal)
  return {
    ...{ shell: terminal.shellType ?? terminal.title, folder },
    ...(typed && { typed }),
    ...((last || output) && {
      last: {
        ...(last && { command: last.command }),
        ...(exitCode !== undefined && { exitCode }),
        output: output.slice(-mostOutput),
      },
    }),
  }
}

function screenOf({ xterm }: ITerminalInstance): string {
  const buffer = xterm?.raw.buffer.active
  if (!buffer) return ''
  const end = buffer.baseY + buffer.cursorY + 1
  const lines = Array.from({ length: Math.min(end, mostLines) }, (_, at) =>
    buffer.getLine(end - Math.min(end, mostLines) + at)?.translateToString(true),
  )
  return lines.join('\n').trim()
}

/** Writes a command at the prompt in place of what stands there, and has it run where `runs`. */
export async function putAtPrompt(terminal: ITerminalInstance, command: string, runs: boolean): Promise<void> {
  const commands = terminal.capabilities.get(TerminalCapability.CommandDetection)
  if (commands?.promptInputModel.value) await terminal.sendText(erase(terminal.shellType), false)
  // As if pasted, a line break does not run what stands before it.
  await terminal.sendText(command, runs, command.includes('\n'))
  terminal.focus()
}

/** Keys that empty the prompt: to its end and back to its start, or Escape. */
const erase = (shell: string | undefined) => (shell === 'pwsh' || shell === 'cmd' ? '\x1b' : '\x05\x15')
