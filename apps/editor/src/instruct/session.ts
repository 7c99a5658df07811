import { type Client, type Instruction, type InstructPart, type instructService, RemoteError } from '@caret/protocol'
import { type LineSpan, linesOf } from '@caret/text'
import { changedLines, grown } from './grown.ts'
import { type Model, Region } from './region.ts'
import type { Status } from './status.ts'

/** What a session needs of the editor. */
export interface Surroundings {
  instruct: Client<(typeof instructService)['methods']>
  model: Model
  path: string
  lines: LineSpan
  selected: boolean
  /** What is reported of the document now, lines counted from 0. */
  problems(): Instruction['problems']
  /** Until disposed, what is written is proposed, by that instruction. */
  grow(words: string): Disposable
  onStatus(status: Status): void
}

type Mode = Instruction['mode']

/** An instruction in the making, or made: enough to make it again. */
interface Made {
  mode: Mode
  words: string
  /** The text of the lines before. */
  before: string
  failures: number
}

/** Instructions about some lines, one after the other, each of which refines what the last one has made. */
export class Session implements Disposable {
  /** A role, or `provider/model`; undefined has the router choose. */
  chosen: string | undefined
  readonly #region: Region
  readonly #text: string
  readonly #lines: LineSpan
  readonly #original: string
  #earlier: Instruction['earlier'] = []
  #last: Made | undefined
  /** What is being made, and how it is taken back. */
  #making: { abort: AbortController; takeBack(): void } | undefined

  constructor(private readonly around: Surroundings) {
    this.#text = textOf(around.model)
    this.#lines = around.lines
    this.#region = new Region(around.model, around.lines, () => this.#touched())
    this.#original = this.#region.text
  }

  get isAsking(): boolean {
    return this.#making !== undefined
  }

  /** Where the lines are by now. */
  get lines(): LineSpan {
    return this.#region.lines
  }

  /** Whether there is something to ask again. */
  get canRetry(): boolean {
    return this.#last !== undefined && !this.isAsking
  }

  ask(mode: Mode, words: string): Promise<void> {
    return this.#make({ mode, words, before: this.#region.text, failures: 0 })
  }

  /** Takes back what was made last, and has it made again. */
  async retry(): Promise<void> {
    if (!this.#last || this.isAsking) return
    const { mode, words, before, failures } = this.#last
    if (mode === 'edit' && this.#region.text !== before) {
      using _growing = this.around.grow(words)
      this.#region.takeBack(before)
      this.#earlier = this.#earlier.slice(0, -1)
    }
    await this.#make({ mode, words, before, failures: failures + 1 })
  }

  /** Ends what is being made, and puts the text back. */
  stop(): void {
    this.#end(new Stopped('Stopped; the text is as it was.'))
  }

  [Symbol.dispose](): void {
    this.stop()
    this.#region.dispose()
  }

  async #make(made: Made): Promise<void> {
    this.stop()
    const abort = new AbortController()
    this.#last = made
    const { mode, words, before } = made
    // What was taken back by hand is nothing to refine.
    if (before === this.#original) this.#earlier = []
    const answered = this.#earlier.at(-1)?.answer
    const start = performance.now()
    const ms = () => performance.now() - start
    let model = ''
    this.around.onStatus({ kind: 'asked' })
    using _growing = mode === 'edit' ? this.around.grow(words) : nothing
    if (mode === 'edit') this.#region.begin()
    const takeBack = () => {
      if (mode === 'edit') this.#region.takeBack(before)
    }
    this.#making = { abort, takeBack }
    const take = (part: InstructPart) => {
      if (abort.signal.aborted) return
      if (part.type === 'start') model = part.model
      if (part.type === 'lines') this.#region.write(grown(linesOf(before), part.lines))
      else if (part.type === 'words')
        this.around.onStatus({ kind: 'words', model, text: part.text, meantToEdit: false })
      else
        this.around.onStatus({ kind: 'asked', ...(model && { model }), ...(part.type === 'wait' && { why: part.why }) })
    }
    try {
      const result = await this.around.instruct.ask(
        {
          ...{ mode, instruction: words, path: this.around.path, text: this.#text, lines: this.#lines },
          ...{ selected: this.around.selected, problems: this.around.problems(), failures: made.failures },
          earlier: this.#earlier,
          ...(answered !== undefined && answered !== before && { now: before }),
          ...(this.chosen !== undefined && { model: this.chosen }),
        },
        take,
        abort.signal,
      )
      abort.signal.throwIfAborted()
      this.#making = undefined
      if (result.kind === 'words') {
        takeBack()
        this.around.onStatus({ kind: 'words', model, text: result.text, ms: ms(), meantToEdit: mode === 'edit' })
        return
      }
      this.#region.write(result.lines)
      this.#region.end()
      const answer = result.lines.join('\n')
      this.#earlier = [...this.#earlier, { instruction: words, answer }]
      this.around.onStatus({ kind: 'done', model, changed: changedLines(before, answer), ms: ms() })
    } catch (error) {
      // Whoever stops it says so, and may have begun something else by now.
      if (abort.signal.aborted) return
      this.#making = undefined
      takeBack()
      const noModel = error instanceof RemoteError && error.code === 'NoModel'
      this.around.onStatus({ kind: 'failed', problem: error instanceof Error ? error.message : String(error), noModel })
    }
  }

  /** Whoever edits the lines themselves has taken over. */
  #touched(): void {
    this.#end(new Stopped('Stopped: you have edited these lines.'), false)
  }

  #end(reason: Stopped, takesBack = true): void {
    const making = this.#making
    if (!making) return
    this.#making = undefined
    making.abort.abort(reason)
    if (takesBack) making.takeBack()
    this.around.onStatus({ kind: 'stopped', why: reason.message })
  }
}

class Stopped extends Error {}

const nothing: Disposable = { [Symbol.dispose]() {} }
/** As the engine counts lines. */
const textOf = (model: Model) => model.getLinesContent().join('\n')
