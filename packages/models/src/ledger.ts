import type { JSONObject, LanguageModelV3CallOptions, LanguageModelV3StreamPart } from '@ai-sdk/provider'
import type { Candidate } from './candidate.ts'
import { ModelError } from './errors.ts'
import { joinParts, type ModelPart, tokensOf } from './parts.ts'
import type { Tokens } from './prices.ts'
import type { Recording } from './recordings.ts'
import { estimatePrompt } from './request.ts'
import type { Usage } from './usage.ts'

interface LedgerOptions {
  asked: string
  reason?: string
  metadata?: JSONObject
  warming: boolean
  onWait: (ms: number, error: ModelError) => void
  now: () => number
  cost: (candidate: Candidate, tokens: Tokens) => Promise<number | undefined>
  addUsage: (usage: Usage) => Promise<void>
  addRecording?: (recording: Recording) => Promise<void>
}

/** Keeps the books of one request: who answered, what it used and cost, and, if wanted, all of it for replay. */
export class Ledger {
  readonly asked: string
  readonly warming: boolean
  #sentTo: Candidate | undefined
  #answering: Candidate | undefined
  #why: string | undefined
  #booked: { tokens: Tokens; cost: number | undefined } | undefined

  constructor(private readonly options: LedgerOptions) {
    this.asked = options.asked
    this.warming = options.warming
    this.#why = options.reason
  }

  readonly onWait = (ms: number, error: ModelError): void => this.options.onWait(ms, error)

  readonly onSent = (candidate: Candidate): void => {
    this.#sentTo = candidate
  }

  readonly onStart = (candidate: Candidate, failures: readonly ModelError[]): void => {
    this.#answering = candidate
    if (failures.length === 0) return
    const why = `instead of ${failures.map(({ provider, code }) => `${provider ?? 'another'} (${code})`).join(', ')}`
    this.#why = this.#why ? `${this.#why}; ${why}` : why
  }

  startPart(): ModelPart {
    return { type: 'start', model: this.#answering?.ref ?? this.asked, ...(this.#why && { reason: this.#why }) }
  }

  endPart({ finishReason }: Extract<LanguageModelV3StreamPart, { type: 'finish' }>): ModelPart {
    const { tokens = none, cost } = this.#booked ?? {}
    return { type: 'end', reason: finishReason.unified, usage: tokens, ...(cost !== undefined && { cost }) }
  }

  /** Passes the parts on; whatever way they end, what was used is booked. */
  async *keep(
    options: LanguageModelV3CallOptions,
    parts: AsyncGenerator<LanguageModelV3StreamPart>,
    signal: AbortSignal,
  ): AsyncGenerator<LanguageModelV3StreamPart> {
    const { now, addRecording } = this.options
    const started = now()
    let firstMs: number | undefined
    let said = 0
    const kept: LanguageModelV3StreamPart[] = []
    let failure: unknown
    let over = false
    try {
      for await (const part of parts) {
        firstMs ??= now() - started
        if ('delta' in part) said += part.delta.length
        if (addRecording && part.type !== 'raw') kept.push(part)
        if (part.type === 'finish') {
          over = true
          await this.#book(options, tokensOf(part.usage), said)
        }
        yield part
      }
    } catch (error) {
      failure = error
      throw error
    } finally {
      // Broken off after it was sent: the provider charges for what it did.
      if (!over && this.#sentTo && (this.#answering || signal.aborted)) await this.#book(options, undefined, said)
      if (addRecording) {
        const { abortSignal: _a, headers: _h, includeRawChunks: _r, ...request } = options
        const { reason: _, asked, metadata } = this.options
        const model = (this.#answering ?? this.#sentTo)?.ref ?? asked
        await addRecording({
          ...{ version: 1, time: new Date(started).toISOString(), model, asked },
          ...(this.#why && { reason: this.#why }),
          ...(metadata && { metadata }),
          request,
          parts: joinParts(kept),
          ...(this.#booked && { usage: this.#booked.tokens }),
          ...(this.#booked?.cost !== undefined && { cost: this.#booked.cost }),
          ...(firstMs !== undefined && { firstMs }),
          totalMs: now() - started,
          ...(!over && { error: describe(failure) }),
        })
      }
    }
  }

  async #book(options: LanguageModelV3CallOptions, told: Tokens | undefined, said: number): Promise<void> {
    const candidate = this.#answering ?? this.#sentTo
    if (!candidate) return
    const tokens = told ?? { ...none, input: estimatePrompt(options), output: Math.ceil(said / 4) }
    const cost = await this.options.cost(candidate, tokens)
    this.#booked = { tokens, cost }
    await this.options.addUsage({
      time: new Date(this.options.now()).toISOString(),
      model: candidate.ref,
      ...tokens,
      ...(cost !== undefined && { cost }),
      ...(!told && { estimated: true as const }),
      ...(this.warming && { warming: true as const }),
    })
  }
}

const none: Tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 }

function describe(failure: unknown): { code: string; message: string } {
  if (failure instanceof ModelError) return { code: failure.code, message: failure.message }
  return { code: 'Cancelled', message: 'The request was cancelled.' }
}
