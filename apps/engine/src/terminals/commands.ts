import type { TerminalCommand } from '@caret/protocol'
import type { IMarker, Terminal } from '@xterm/headless'

/** The commands that a shell has marked on the screen by the OSC 633 protocol. */
export interface Commands {
  /** Oldest first, as far as their lines are still there; the last one may be a prompt that waits. */
  list(): TerminalCommand[]
  /** As the shell has last said. */
  readonly cwd: string | undefined
}

interface Marked {
  command?: string
  trusted: boolean
  cwd?: string
  exitCode?: number
  started: number
  ended?: number
  prompt?: IMarker
  start?: IMarker
  startColumn?: number
  executed?: IMarker
  executedColumn?: number
  end?: IMarker
}

const most = 1_000

/**
 * Follows the marks of VS Code's shell integration: `A` a prompt begins, `B` its command line begins, `E` the command
 * line, `C` it runs, `D` it has ended, `P` a property. `nonce` is what a trusted command line is signed with.
 */
export function trackCommands(xterm: Terminal, nonce: string): Commands {
  const finished: Marked[] = []
  let current: Marked = { trusted: false, started: 0 }
  let cwd: string | undefined

  const handlers: Record<string, (args: string[]) => void> = {
    A() {
      current = { trusted: false, started: 0, cwd, prompt: xterm.registerMarker(0) }
    },
    B() {
      current.start = xterm.registerMarker(0)
      current.startColumn = xterm.buffer.active.cursorX
    },
    E([line = '', secret]) {
      // The shell says it before the command runs; later it is the command's own output.
      if (current.executed) return
      current.command = unescape(line)
      current.trusted = secret === nonce
    },
    C() {
      current.command ??= readCommand(xterm, current)
      current.started = Date.now()
      current.cwd = cwd
      current.executed = xterm.registerMarker(0)
      current.executedColumn = xterm.buffer.active.cursorX
    },
    D([code]) {
      if (!current.executed) return
      current.end = xterm.registerMarker(0)
      current.ended = Date.now()
      if (code !== undefined && code !== '') current.exitCode = Number(code)
      finished.push(current)
      if (finished.length > most) finished.shift()
      current = { trusted: false, started: 0 }
    },
    P([assignment = '']) {
      const [name, value] = unescape(assignment).split(/=(.*)/s)
      if (name === 'Cwd' && value) cwd = value
    },
  }
  xterm.parser.registerOscHandler(633, (data) => {
    const [kind = '', ...args] = data.split(';')
    handlers[kind]?.(args)
    return true
  })

  return {
    list: () => [...finished, current].filter((command) => lineOf(command.start) !== undefined).map(describe),
    get cwd() {
      return cwd
    },
  }
}

function describe(marked: Marked): TerminalCommand {
  return {
    command: marked.command ?? '',
    trusted: marked.trusted,
    cwd: marked.cwd,
    exitCode: marked.exitCode,
    started: marked.started,
    duration: marked.ended === undefined ? 0 : marked.ended - marked.started,
    promptLine: lineOf(marked.prompt),
    startLine: lineOf(marked.start),
    startColumn: marked.startColumn,
    executedLine: lineOf(marked.executed),
    executedColumn: marked.executedColumn,
    endLine: lineOf(marked.end),
  }
}

const lineOf = (marker: IMarker | undefined) => (marker && !marker.isDisposed ? marker.line : undefined)

/** What was typed, where the shell has not said it: the text between the marks `B` and `C`. */
function readCommand(xterm: Terminal, { start, startColumn }: Marked): string {
  const first = lineOf(start)
  if (first === undefined) return ''
  const { normal } = xterm.buffer
  const lines: string[] = []
  for (let line = first; line < normal.baseY + normal.cursorY; line++) {
    const text = normal.getLine(line)?.translateToString(true, line === first ? startColumn : 0) ?? ''
    if (normal.getLine(line)?.isWrapped && lines.length > 0) lines[lines.length - 1] += text
    else lines.push(text)
  }
  return lines.join('\n').trim()
}

/** Undoes the protocol's escapes: `\\` and `\xAB`. */
const unescape = (text: string) =>
  text.replaceAll(/\\(?:\\|x([0-9a-f]{2}))/gi, (_all, hex?: string) =>
    hex ? String.fromCharCode(Number.parseInt(hex, 16)) : '\\',
  )
