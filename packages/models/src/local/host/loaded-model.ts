import type {
  ControlledEvaluateInputItem,
  Llama,
  LlamaContext,
  LlamaContextSequence,
  LlamaEmbeddingContext,
  LlamaModel,
  Token,
} from 'node-llama-cpp'
import type { Generated, Generation, HostOptions } from '../contract.ts'
import { decode, type Reader } from '../speculative/decode.ts'
import { createPlan } from '../speculative/plan.ts'
import { checkHeader, notLoadable } from './header.ts'
import { planMemory } from './memory.ts'
import { toPrompt } from './prompt.ts'
import type { Runtime } from './runtime.ts'
import { sharedLength } from './shared.ts'
import { type Slot, Slots } from './slots.ts'
import { createSpeaker } from './speaker.ts'

/** A model in memory, with the states of several conversations. */
export interface LoadedModel extends AsyncDisposable {
  /** Of its weights. */
  bytes: number
  /** Says its answer bit by bit. What has been read stays, for the next request that begins alike. */
  generate(asked: Generation, say: (text: string) => void, signal: AbortSignal): Promise<Generated>
  /** A vector for each text, of length 1; what is too long for the model is cut. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<{ vectors: number[][]; tokens: number }>
}

/** Tokens of a prompt that are read at once, before it is seen whether anybody still waits. */
const stride = 256
/** The share of the context that is kept for the answer where its length is not said. */
const answerShare = 0.25
/** Places of a context that stay empty, for tokens that are read in vain. */
const spare = 4
/**
 * The first tokens, of which it is told how sure the model is. llama.cpp's binding sorts all of a vocabulary for that, which takes
 * about ten milliseconds; where the first tokens are sure, the others mostly are.
 */
const measured = 8
/** Texts for vectors are chunks of code; longer ones would cost more memory than they are worth. */
const longestEmbedded = 2048

/** Throws `BadAnswer` where the file is no model that can be run. */
export async function loadModel(
  path: string,
  { runtime, llama }: { runtime: Runtime; llama: Llama },
  { stateBytes }: HostOptions,
): Promise<LoadedModel> {
  await checkHeader(path)
  const model = await llama.loadModel({ modelPath: path, defaultContextSwaFullCache: true }).catch((error: unknown) => {
    throw notLoadable(path, error instanceof Error ? error.message : String(error), error)
  })
  let conversations: Promise<Conversations> | undefined
  let embedding: Promise<LlamaEmbeddingContext> | undefined

  return {
    bytes: model.size,
    async generate(asked, say, signal) {
      const { context, slots } = await (conversations ??= openConversations(model, stateBytes))
      const reserved = Math.min(asked.maxTokens ?? Infinity, Math.floor(context.contextSize * answerShare))
      const prompt = toPrompt(model, runtime, asked, context.contextSize - spare - reserved)
      using taken = await slots.take(prompt.tokens, signal)
      const { sequence } = taken.slot
      const cached = await readPrompt(sequence, prompt.tokens, signal)
      const room = context.contextSize - spare - prompt.tokens.length
      const decoding = {
        last: prompt.tokens.at(-1)!,
        maxTokens: Math.min(asked.maxTokens ?? Infinity, room),
        ends: (token: number) => model.isEogToken(token as Token) || prompt.endTokens.has(token),
      }
      const reader = readerOf(sequence, asked)
      const plan = asked.draft === undefined ? undefined : createPlan(tokenize(model, asked.draft))
      const speaker = createSpeaker(
        (tokens, after) => model.detokenize(tokens as Token[], false, after as Token[]),
        [...asked.stop, ...prompt.stops],
      )
      let outputTokens = 0
      let ended = false
      for await (const tokens of decode(reader, plan, decoding, signal)) {
        outputTokens += tokens.length
        ended = decoding.ends(tokens.at(-1)!)
        const { text, stopped } = speaker.push(ended ? tokens.slice(0, -1) : tokens)
        if (text !== '') say(text)
        if (stopped) {
          ended = true
          break
        }
        if (ended) break
      }
      const rest = speaker.end()
      if (rest !== '') say(rest)
      return {
        reason: ended ? 'stop' : 'length',
        inputTokens: prompt.tokens.length,
        cachedTokens: cached,
        outputTokens,
        passes: reader.passes,
        ...(asked.logProbs && { logProbs: reader.logProbs.slice(0, outputTokens) }),
      }
    },
    async embed(texts, signal) {
      const size = Math.min(model.trainContextSize, longestEmbedded)
      const context = await (embedding ??= model.createEmbeddingContext({ contextSize: size, batchSize: size }))
      const vectors: number[][] = []
      let tokens = 0
      for (const text of texts) {
        signal.throwIfAborted()
        // Of no token there is no vector.
        const fitting = model.tokenize(text || ' ').slice(0, size - 4)
        tokens += fitting.length
        vectors.push(normalized((await context.getEmbeddingFor(fitting)).vector))
      }
      return { vectors, tokens }
    },
    async [Symbol.asyncDispose]() {
      await model.dispose()
    },
  }
}

interface Conversation extends Slot {
  sequence: LlamaContextSequence
}
interface Conversations {
  context: LlamaContext
  slots: Slots<Conversation>
}

async function openConversations(model: LlamaModel, stateBytes: number): Promise<Conversations> {
  const { contextSize, sequences } = await planMemory(model, stateBytes)
  const context = await model.createContext({
    ...{ contextSize, sequences, batchSize: Math.min(512, contextSize) },
    // On a processor it rounds otherwise from 64 tokens at once on: a draft would change what is said.
    flashAttention: model.llama.gpu === false ? false : 'auto',
  })
  const slots = Array.from({ length: sequences }, (): Conversation => {
    const sequence = context.getSequence()
    return {
      sequence,
      get tokens() {
        return sequence.contextTokens
      },
    }
  })
  return { context, slots: new Slots(slots) }
}

/** Has the sequence hold the prompt but for its last token. Gives how many tokens it held already. */
async function readPrompt(
  sequence: LlamaContextSequence,
  prompt: readonly number[],
  signal: AbortSignal,
): Promise<number> {
  const wanted = prompt.slice(0, -1) as Token[]
  await sequence.eraseContextTokenRanges([
    { start: sharedLength(sequence.contextTokens, wanted), end: sequence.nextTokenIndex },
  ])
  const cached = sequence.nextTokenIndex
  for (let at = cached; at < wanted.length; at += stride) {
    signal.throwIfAborted()
    await sequence.evaluateWithoutGeneratingNewTokens(wanted.slice(at, at + stride))
  }
  return cached
}

/**
 * Reads on in a conversation. The seed of a token follows from its place, so that drafts change nothing of what is said. With a draft
 * tokens are read by fours, the last ones in vain if need be: llama.cpp multiplies four at once in another order than those that are
 * left over, and sums that are rounded otherwise choose another token where two are nearly as likely.
 */
function readerOf(
  sequence: LlamaContextSequence,
  { temperature, topP, topK, draft, logProbs: told, seed = Math.floor(Math.random() * 2 ** 31) }: Generation,
): Reader & { readonly passes: number; readonly logProbs: readonly number[] } {
  const group = draft === undefined ? 1 : 4
  let passes = 0
  const logProbs: number[] = []
  const rewind = (count: number) =>
    sequence.eraseContextTokenRanges([{ start: sequence.nextTokenIndex - count, end: sequence.nextTokenIndex }])
  return {
    get passes() {
      return passes
    },
    logProbs,
    async forward(tokens) {
      passes++
      const confidence = told === true && draft === undefined && logProbs.length < measured
      const start = sequence.nextTokenIndex
      const options = (at: number) => ({ temperature, topP, topK, seed: (seed + start + at) % 2 ** 32 })
      const asked = tokens.map(
        (token, at): ControlledEvaluateInputItem => [
          token as Token,
          { generateNext: { token: true, confidence, options: options(at) } },
        ],
      )
      const vain = Array.from({ length: -tokens.length & (group - 1) }, () => tokens[0] as Token)
      const read = await sequence.controlledEvaluate([...asked, ...vain])
      if (vain.length > 0) await rewind(vain.length)
      return read.slice(0, tokens.length).map((result) => {
        const said = result?.next.token
        if (said === undefined || said === null) throw new Error('The model gave no token.')
        if (confidence) logProbs.push(Math.log(result!.next.confidence!))
        return said
      })
    },
    rewind,
  }
}

const tokenize = (model: LlamaModel, text: string): number[] => model.tokenize(text, false, 'trimLeadingSpace')

function normalized(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}
