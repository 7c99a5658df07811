import type { ChatHistoryItem, LlamaModel, LlamaText } from 'node-llama-cpp'
import { ModelError } from '../../errors.ts'
import type { Generation } from '../contract.ts'
import type { Runtime } from './runtime.ts'

/** A prompt as the model was trained to read it, and what ends an answer to it besides the model's own ends. */
export interface Prompt {
  tokens: number[]
  /** Tokens and texts. */
  endTokens: ReadonlySet<number>
  stops: readonly string[]
}

/** Throws `Refused` where the prompt is longer than `room`; a text to continue is cut to fit. */
export function toPrompt(model: LlamaModel, runtime: Runtime, { prompt }: Generation, room: number): Prompt {
  if (prompt.type === 'complete') {
    return {
      tokens: toInfill(model, prompt.prompt, prompt.suffix ?? '', room),
      endTokens: infillEnds(model),
      stops: [],
    }
  }
  const wrapper = runtime.resolveChatWrapper(model)
  const chatHistory = [...prompt.messages, { role: 'assistant' as const, text: '' }].map(
    ({ role, text }): ChatHistoryItem =>
      role === 'assistant' ? { type: 'model', response: [text] } : { type: role, text },
  )
  const { contextText, stopGenerationTriggers } = wrapper.generateContextState({ chatHistory })
  const tokens: number[] = contextText.tokenize(model.tokenizer)
  if (model.tokens.shouldPrependBosToken && model.tokens.bos !== null && tokens[0] !== model.tokens.bos) {
    tokens.unshift(model.tokens.bos)
  }
  if (tokens.length > room) {
    const sizes = `${tokens.length} tokens, and ${room} fit`
    throw new ModelError('Refused', `The request is too long for ${model.filename} (${sizes}). Ask with less context.`)
  }
  return { tokens, ...endsOf(model, stopGenerationTriggers) }
}

function endsOf(model: LlamaModel, triggers: readonly LlamaText[]): Pick<Prompt, 'endTokens' | 'stops'> {
  const endTokens = new Set<number>()
  const stops: string[] = []
  for (const trigger of triggers) {
    const tokens = trigger.tokenize(model.tokenizer)
    if (tokens.length === 1) endTokens.add(tokens[0]!)
    else if (tokens.length > 1) stops.push(model.detokenize(tokens, true))
  }
  return { endTokens, stops: stops.filter((stop) => stop.trim() !== '') }
}

/** After what was missing, some models go on with the next file. */
function infillEnds(model: LlamaModel): ReadonlySet<number> {
  const { prefix, suffix, middle } = model.tokens.infill
  return new Set([prefix, suffix, middle].filter((token) => token !== null))
}

/** A cut moves only every so many tokens: as long as it stays where it is, the state of the text before the caret is kept. */
const cutStep = 256
/** The share of the room that the text before the caret may take. */
const before = 0.75

function toInfill(model: LlamaModel, text: string, after: string, room: number): number[] {
  const { infill, bos, shouldPrependBosToken } = model.tokens
  const start: number[] = shouldPrependBosToken && bos !== null ? [bos] : []
  const free = room - start.length - 3
  const prefix: number[] = model.tokenize(text)
  if (infill.prefix === null || infill.suffix === null || after === '') return [...start, ...cutFront(prefix, free)]
  const suffix: number[] = model.tokenize(after, false, 'trimLeadingSpace')
  const keptSuffix = suffix.slice(0, Math.max(free - prefix.length, Math.floor(free * (1 - before))))
  const keptPrefix = cutFront(prefix, free - keptSuffix.length)
  const [prefixToken, suffixToken] = [infill.prefix, infill.suffix]
  if (infill.middle !== null) {
    return [...start, prefixToken, ...keptPrefix, suffixToken, ...keptSuffix, infill.middle]
  }
  return [...start, suffixToken, ...keptSuffix, prefixToken, ...keptPrefix]
}

function cutFront(tokens: number[], room: number): number[] {
  if (tokens.length <= room) return tokens
  return tokens.slice(Math.ceil((tokens.length - room) / cutStep) * cutStep)
}
