import {
  type Client,
  type Instruction,
  type InstructPart,
  type instructService,
  type InstructTurn,
  type Mention,
  RemoteError,
} from '@caret/protocol'
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
  /** Absolute paths of what editors show, the last used first. */
  open(): string[]
  /** Until disposed, what is written is proposed, by that instruction. */
  grow(words: string): Disposable
  /** What the model sees beside the file, and which mentions are not there. */
  onContext(context: Omit<Extract<InstructPart, { type: 'context' }>, 'type'>): void
  onStatus(status: Status): void
}

type Mode = Instruction['mode']

/** An instruction in the making, or made: enough to make it again. */
interface Made {
  mode: Mode
  words: string
  mentions: readonly Mention[]
  /** The text of the lines before. */
  before: string
  failures: number
  /** What came of it. */
  turn?: InstructTurn
}

/** Instructions about some lines, one after the other, each of which refines what the last one has made. */
export class Session implements Disposable {
  /** A role, or `provider/model`; undefined has the router choose. */
  chosen: string | undefined
  readonly #region: Region
  readonly #text: string
  readonly #lines: LineSpan
  readonly #original: string
  #earlier: readonly InstructTurn[] = []
  readonly #box = crypto.randomUUID()
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

  /** Questions that were answered, and what was answered, in order; without the last one. */
  get said(): readonly InstructTurn[] {
    return this.#earlier.filter((turn) => turn.mode === 'question' && turn !== this.#last?.turn)
  }

  ask(mode: Mode, words: string, mentions: readonly Mention[] = []): Promise<void> {
    return this.#make({ mode, words, mentions, before: this.#region.text, failures: 0 })
  }

  /** Takes back what was made last, and has it made again. */
  async retry(): Promise<void> {
    if (!this.#last || this.isAsking) return
    const { turn, ...last } = this.#last
    this.#earlier = this.#earlier.filter((each) => each !== turn)
    if (last.mode === 'edit' && this.#region.text !== last.before) {
      using _growing = this.around.grow(last.words)
      this.#region.takeBack(last.before)
    }
    await this.#make({ ...last, failures: last.failures + 1 })
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
    const mentions = [...made.mentions]
    // What was taken back by hand is nothing to refine.
    if (before === this.#original) this.#earlier = this.#earlier.filter((turn) => turn.mode === 'question')
    const written = this.#earlier.findLast((turn) => turn.mode === 'edit')?.answer ?? this.#original
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
      if (part.type === 'context') return this.around.onContext(part)
      if (part.type === 'start') model = part.model
      if (part.type === 'lines') this.#region.write(grown(linesOf(before), part.lines))
      else if (part.type === 'words')
        this.around.onStatus({ kind: 'words', model, asked: words, text: part.text, meantToEdit: false })
      else
        this.around.onStatus({ kind: 'asked', ...(model && { model }), ...(part.type === 'wait' && { why: part.why }) })
    }
    try {
      const result = await this.around.instruct.ask(
        {
          ...{ box: this.#box, mode, instruction: words, mentions, open: this.around.open() },
          ...{ path: this.around.path, text: this.#text, lines: this.#lines },
          ...{ selected: this.around.selected, problems: this.around.problems(), failures: made.failures },
          earlier: [...this.#earlier],
          ...(written !== before && { now: before }),
          ...(this.chosen !== undefined && { model: this.chosen }),
        },
        take,
        abort.signal,
      )
      abort.signal.throwIfAborted()
      this.#making = undefined
      const keep = (turn: InstructTurn) => {
        made.turn = turn
        this.#earlier = [...this.#earlier, turn]
      }
      if (result.kind === 'words') {
        takeBack()
        keep({ mode: 'question', instruction: words, mentions, answer: result.text })
        this.around.onStatus({
          kind: 'words',
          model,
          asked: words,
          text: result.text,
          ms: ms(),
          meantToEdit: mode === 'edit',
        })
        return
      }
      this.#region.write(result.lines)
      this.#region.end()
      const answer = result.lines.join('\n')
      keep({ mode: 'edit', instruction: words, mentions, answer })
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
