import { createRequire } from 'node:module'
import type { TerminalReplay } from '@caret/protocol'
import type { SerializeAddon } from '@xterm/addon-serialize'
import type { Unicode11Addon } from '@xterm/addon-unicode11'
import type { Terminal as Xterm } from '@xterm/headless'
import { type Commands, trackCommands } from './commands.ts'
import { unfinishedSequence } from './unfinished.ts'

// xterm's packages for Node are CommonJS.
const require = createRequire(import.meta.url)
const { Terminal } = require('@xterm/headless') as { Terminal: typeof Xterm }
const addons = {
  Serialize: (require('@xterm/addon-serialize') as { SerializeAddon: typeof SerializeAddon }).SerializeAddon,
  Unicode11: (require('@xterm/addon-unicode11') as { Unicode11Addon: typeof Unicode11Addon }).Unicode11Addon,
}

export interface ScreenOptions {
  cols: number
  rows: number
  scrollback: number
  unicode: '6' | '11'
  nonce: string
  /** Hears of each piece of output when it is on the screen. */
  onParsed: (chars: number) => void
  /** `caret FILE` in the terminal: the folder it was run in, and its arguments. */
  onOpen: (folder: string, targets: string[]) => void
}

/** So much takes a few milliseconds to parse. */
const pieceChars = 32 * 1024
/** The private escape sequence by which the `caret` script speaks to the engine. */
export const openSequence = 2273
const hideCursor = '\x1b[?25l'

/** What a terminal shows, kept by the engine so that a page that comes later can be shown the same. */
export class Screen implements Disposable {
  #xterm: Xterm
  #serializer = new addons.Serialize()
  #queue: (string | { cols: number; rows: number })[] = []
  /** Pieces that xterm has and has not parsed. */
  #underWay = 0
  #cursorHidden = false
  #scrolling: [top: number, bottom: number] | undefined
  #unfinished = ''
  #settled: (() => void)[] = []
  readonly commands: Commands

  constructor(private readonly options: ScreenOptions) {
    const { cols, rows, scrollback, nonce } = options
    this.#xterm = new Terminal({ cols, rows, scrollback, allowProposedApi: true, logLevel: 'off' })
    this.#xterm.loadAddon(this.#serializer)
    this.#xterm.loadAddon(new addons.Unicode11())
    this.setUnicode(options.unicode)
    this.commands = trackCommands(this.#xterm, nonce)
    this.#followModes()
    this.#xterm.parser.registerOscHandler(openSequence, (data) => {
      const [secret, encoded = ''] = data.split(';')
      if (secret !== nonce) return true
      const [folder = '', ...targets] = Buffer.from(encoded, 'base64').toString().split('\n').filter(Boolean)
      options.onOpen(folder, targets)
      return true
    })
  }

  get cols(): number {
    return this.#xterm.cols
  }

  get rows(): number {
    return this.#xterm.rows
  }

  write(text: string): void {
    this.#unfinished = unfinishedSequence(this.#unfinished + text)
    for (let at = 0; at < text.length; at += pieceChars) this.#queue.push(text.slice(at, at + pieceChars))
    this.#next()
  }

  /** Resizes when what was written before is on the screen. */
  resize(cols: number, rows: number): void {
    this.#queue.push({ cols, rows })
    this.#next()
  }

  clear(): void {
    this.#xterm.clear()
  }

  setUnicode(version: '6' | '11'): void {
    this.#xterm.unicode.activeVersion = version
  }

  /** Resolves at a moment when all that was written is on the screen. */
  settled(): Promise<void> {
    if (this.#underWay === 0 && this.#queue.length === 0) return Promise.resolve()
    return new Promise((resolve) => this.#settled.push(resolve))
  }

  /** What makes an empty terminal look, and go on, like this one. Only when it has settled. */
  replay(): TerminalReplay {
    const { cols, rows } = this.#xterm
    return { cols, rows, data: this.serialize() + this.#unfinished, commands: this.commands.list() }
  }

  /** What has been shown, as it may stand above another shell's output. */
  history(): string {
    return this.#serializer.serialize({
      scrollback: this.options.scrollback,
      excludeAltBuffer: true,
      excludeModes: true,
    })
  }

  serialize(): string {
    const screen = this.#serializer.serialize({ scrollback: this.options.scrollback })
    return screen + this.#margins() + (this.#cursorHidden ? hideCursor : '')
  }

  [Symbol.dispose](): void {
    this.#queue = []
    this.#xterm.dispose()
    for (const resolve of this.#settled.splice(0)) resolve()
  }

  /** The serializer leaves out whether the cursor is hidden, and which lines scroll. */
  #followModes(): void {
    const { parser } = this.#xterm
    const set = (hidden: boolean) => (params: (number | number[])[]) => {
      if (params.includes(25)) this.#cursorHidden = hidden
      return false
    }
    const reset = () => {
      this.#cursorHidden = false
      this.#scrolling = undefined
      return false
    }
    parser.registerCsiHandler({ prefix: '?', final: 'l' }, set(true))
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, set(false))
    parser.registerCsiHandler({ final: 'r' }, ([top, bottom]) => {
      const { rows } = this.#xterm
      const lines = [Number(top) || 1, Math.min(Number(bottom) || rows, rows)] as [number, number]
      this.#scrolling = lines[0] === 1 && lines[1] === rows ? undefined : lines
      return false
    })
    parser.registerCsiHandler({ intermediates: '!', final: 'p' }, reset)
    parser.registerEscHandler({ final: 'c' }, reset)
  }

  /** Setting them moves the cursor to the corner, so it is put back. */
  #margins(): string {
    if (!this.#scrolling) return ''
    const { cursorX, cursorY } = this.#xterm.buffer.active
    return `\x1b[${this.#scrolling.join(';')}r\x1b[${cursorY + 1};${cursorX + 1}H`
  }

  #next(): void {
    for (let item = this.#queue[0]; item !== undefined; item = this.#queue[0]) {
      if (typeof item === 'string') this.#parse(item)
      else if (this.#underWay > 0) return
      else this.#setSize(item)
      this.#queue.shift()
    }
    if (this.#underWay === 0) for (const resolve of this.#settled.splice(0)) resolve()
  }

  /** xterm parses for 12 ms at most before it lets others run, and does not cut a piece. */
  #parse(piece: string): void {
    this.#underWay++
    this.#xterm.write(piece, () => {
      this.#underWay--
      this.options.onParsed(piece.length)
      if (this.#underWay === 0) this.#next()
    })
  }

  #setSize({ cols, rows }: { cols: number; rows: number }): void {
    this.#xterm.resize(cols, rows)
    this.#scrolling = undefined
  }
}
