import { ModelError, type ModelRegistry, type ModelRequest } from '@caret/models'
import { type PromptMessage, type Recording, toModelMessages } from '@caret/prompt'
import type { Caret, FileEdit, RecordedEdit } from '../predictor.ts'
import { Cache } from './cache.ts'
import type { Said } from './clean.ts'
import type { Heard, Question, Supposed } from './consultant.ts'
import { follow } from './follow.ts'
import { conversing, type Format, formatOf } from './format.ts'

/** Asks a model what comes next when nothing else knows, and ahead of time while the user reads a suggestion. */
export interface Asker<Place extends Caret = Caret> extends Disposable {
  /** A question was answered without the model: by a suggestion, which the user may accept, or by none. */
  consider(caret: Place, shown: Supposed | undefined): void
  /** The user has made a change. What is asked goes on as long as it may still be the answer. */
  edit(change: RecordedEdit): void
  /** A file has another text, or is closed. */
  forget(path: string): void
  readonly state: ModelState
  /** Whether a model is set up, or was found on this machine. */
  hasModel(): Promise<boolean>
}

/** Words questions and makes suggestions of answers; for the engine it is in another thread. */
export interface Thinker<Place extends Caret = Caret> {
  question(caret: Place, format: string, supposed?: Supposed): Promise<Question | undefined>
  hear(question: number, said: Said): Promise<Heard | undefined>
}

/** Whether there is a model to ask, and what is the matter with it. */
export interface ModelState {
  state: 'none' | 'ready' | 'away'
  /** `provider/model`. */
  model?: string
  /** For the user: why it is away. */
  why?: string
}

export interface AskerOptions<Place extends Caret> {
  models: Pick<ModelRegistry, 'candidates' | 'stream'>
  thinker: Thinker<Place>
  /** There is something to suggest in a file that was not when the page asked. */
  onHeard(path: string, heard: Heard): void
  onState?(state: ModelState): void
  /** Hears of each prompt as it was sent. */
  onAsked?(recording: Recording): void
  /** In milliseconds. */
  times?: Partial<Times>
}

interface Times {
  /** The user types on in less. */
  pause: number
  /** An answer that takes longer is of no use any more. */
  patience: number
  /** How long a model that failed, or is not there, is let be. */
  rest: number
}

const usual: Times = { pause: 60, patience: 12_000, rest: 20_000 }

/** In tokens. */
const longest = { fill: 160, rewrite: 700 }
const mostCached = 60
/** Who types more than this meanwhile is somewhere else. */
const mostTyped = 80

/** A question of the page, and what was typed at its caret since. */
interface Wanted {
  id: number
  path: string
  offset: number
  typed: string
}

interface Flight {
  key: string
  kind: Format['kind']
  /** The question that it answers; undefined while nobody but the cache waits for it. */
  wanted: Wanted | undefined
  /** What the user has yet to accept for it to be of use. */
  ahead: FileEdit | undefined
  said: string
  controller: AbortController
}

export function createAsker<Place extends Caret>({
  models,
  thinker,
  onHeard,
  onState,
  onAsked,
  times,
}: AskerOptions<Place>): Asker<Place> {
  const { pause, patience, rest } = { ...usual, ...times }
  const cache = new Cache<Said>(mostCached)
  let state: ModelState = { state: 'none' }
  let restsUntil = 0
  let flight: Flight | undefined
  let waiting: ReturnType<typeof setTimeout> | undefined
  /** Where the page asked last, while an answer was under way. */
  let passedOver: Place | undefined
  /** Counts what makes an answer to an earlier question void. */
  let turn = 0

  const land = () => {
    flight?.controller.abort()
    flight = undefined
  }
  const become = (next: ModelState) => {
    if (next.state === state.state && next.model === state.model && next.why === state.why) return
    state = next
    onState?.(next)
  }

  const deliver = async (id: number, path: string, said: Said) => {
    const heard = await thinker.hear(id, said)
    if (heard) onHeard(path, heard)
    else again()
  }
  /** What was under way has come to nothing. */
  const again = () => {
    const place = passedOver
    passedOver = undefined
    if (place) void ask(place, undefined).catch(fail)
  }

  const ask = async (caret: Place, shown: Supposed | undefined): Promise<void> => {
    const mine = ++turn
    const isOver = () => mine !== turn
    const looking = new AbortController()
    let failure: ModelError | undefined
    for await (const { model, ref, provider } of models.candidates('tab', looking.signal)) {
      // What may never be needed is not asked where it costs money.
      if (shown && conversing.has(provider.kind.kind)) return
      const format = formatOf(model, provider.kind.kind)
      const question = await thinker.question(caret, format.name, shown)
      if (isOver() || !question) return
      const key = JSON.stringify([ref, question.messages])
      const wanted = shown ? undefined : { id: question.id, path: caret.path, offset: caret.offset, typed: '' }
      const known = cache.get(key)
      if (known) return wanted && deliver(wanted.id, wanted.path, known)
      if (flight?.key === key) {
        flight.wanted ??= wanted
        return
      }
      // What is asked ahead of time never takes the place of what the user waits for.
      if (shown && flight?.wanted) return
      land()
      const own: Flight = {
        key,
        kind: format.kind,
        wanted,
        ahead: shown?.edit,
        said: '',
        controller: new AbortController(),
      }
      flight = own
      onAsked?.(question.recording)
      try {
        const said = await listen(own, requestOf(ref, format, question))
        become({ state: 'ready', model: ref })
        cache.set(key, said)
        if (flight === own) flight = undefined
        if (own.wanted) await deliver(own.wanted.id, own.wanted.path, said)
        return
      } catch (error) {
        if (flight === own) flight = undefined
        // The user has gone on.
        if (own.controller.signal.aborted) return again()
        failure ??= error instanceof ModelError ? error : new ModelError('TimedOut', slow(ref))
        become({ state: 'away', model: ref, why: failure.message })
      }
    }
    if (failure) throw failure
  }

  const slow = (ref: string) => `${ref} has not answered within ${Math.round(patience / 1000)} seconds.`

  const listen = async (own: Flight, request: ModelRequest): Promise<Said> => {
    const late = AbortSignal.timeout(patience)
    const said: Said = { text: '', complete: false }
    for await (const part of models.stream(request, AbortSignal.any([own.controller.signal, late]))) {
      if (part.type === 'text') own.said = said.text += part.text
      if (part.type === 'log-probs') said.logProbs = [...(said.logProbs ?? []), ...part.values]
      if (own.wanted && isContradicted(own, own.wanted)) own.controller.abort()
      if (part.type === 'end') said.complete = part.reason === 'stop'
    }
    return said
  }

  const fail = (error: unknown) => {
    restsUntil = Date.now() + rest
    if (error instanceof ModelError && error.code === 'NoModel') return become({ state: 'none' })
    become({ state: 'away', ...(state.model && { model: state.model }), why: (error as Error).message })
  }

  return {
    get state() {
      return state
    },
    hasModel: async () => {
      try {
        const { done } = await models.candidates('tab', new AbortController().signal).next()
        return !done
      } catch (error) {
        if (error instanceof ModelError) return false
        throw error
      }
    },
    consider: (caret, shown) => {
      clearTimeout(waiting)
      // The page asks again with every key; what is under way may still be the answer.
      if (!shown && flight?.wanted && flight.wanted.path === caret.path) return void (passedOver = caret)
      passedOver = undefined
      if (Date.now() < restsUntil) return
      waiting = setTimeout(() => void ask(caret, shown).catch(fail), pause)
    },
    edit: (change) => {
      clearTimeout(waiting)
      turn++
      passedOver = undefined
      if (!flight) return
      if (!(flight.wanted ? goesAlong(flight, flight.wanted, change) : comesCloser(flight, change))) land()
    },
    forget: (path) => {
      clearTimeout(waiting)
      turn++
      passedOver = undefined
      if (flight?.wanted?.path === path) land()
    },
    [Symbol.dispose]() {
      clearTimeout(waiting)
      turn++
      land()
    },
  }
}

/** Whether an answer may still be what the user wants after a change; keeps count of what was typed. */
function goesAlong(flight: Flight, wanted: Wanted, change: FileEdit): boolean {
  const { path, offset, remove, insert } = change
  if (path !== wanted.path || remove > 0 || offset !== wanted.offset + wanted.typed.length) return false
  wanted.typed += insert
  return wanted.typed.length <= mostTyped && !isContradicted(flight, wanted)
}

/** Whether what the model has said so far is something else than what was typed meanwhile. */
const isContradicted = ({ kind, said }: Flight, { typed }: Wanted): boolean =>
  kind === 'fill' && !said.startsWith(typed) && !typed.startsWith(said)

/** Whether a change accepts what a question supposes, or types its beginning. */
function comesCloser(flight: Flight, change: RecordedEdit): boolean {
  const { ahead } = flight
  if (change.accepted || !ahead) return true
  flight.ahead = follow(ahead, change)
  return flight.ahead ? flight.ahead.insert.length < ahead.insert.length : change.insert === ahead.insert
}

function requestOf(model: string, format: Format, { messages, breakpoints, recording }: Question): ModelRequest {
  const common = {
    ...{ model, temperature: 0, maxOutputTokens: longest[format.kind] },
    stopSequences: [...format.stop].slice(0, 4),
    metadata: { prompt: recording.prompt, version: recording.version, format: format.name },
  }
  if (format.kind === 'rewrite' && format.asks === 'chat') {
    return { ...common, prompt: toModelMessages({ messages, breakpoints }) }
  }
  const [prompt = '', suffix = ''] = messages.map(textOf)
  return { ...common, complete: { prompt, logProbs: true, ...(format.name === 'server' && { suffix }) } }
}

const textOf = ({ content }: PromptMessage) => content.map((part) => (part.type === 'text' ? part.text : '')).join('')
