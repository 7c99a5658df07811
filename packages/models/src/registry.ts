import { join } from 'node:path'
import type { LanguageModelV3, LanguageModelV3CallOptions, LanguageModelV3StreamPart } from '@ai-sdk/provider'
import { ask } from './ask.ts'
import type { Candidate } from './candidate.ts'
import { chain } from './chain.ts'
import { type Directory, openDirectory } from './directory.ts'
import { embedTexts } from './embed.ts'
import { ModelError } from './errors.ts'
import { type KeyStore, openKeys } from './keys.ts'
import { Ledger } from './ledger.ts'
import { asLanguageModel } from './language-model.ts'
import { goodManners, type Manners } from './manners.ts'
import { type ModelPart, toModelPart } from './parts.ts'
import { cost } from './prices.ts'
import { obstacle } from './providers.ts'
import type { ProviderKind } from './providers/kind.ts'
import { RecordingLog } from './recordings.ts'
import { createRedactor, type Redactor } from './redact.ts'
import { type ModelRequest, toCallOptions } from './request.ts'
import { type Role, roles } from './roles.ts'
import { type Route, route, type Signals, type Task } from './router.ts'
import { type ModelSettings, readSettings } from './settings.ts'
import { type ProviderStatus, type RoleStatus, statusOf } from './status.ts'
import { type Tested, testModel } from './test-model.ts'
import { type DayUsage, UsageLog } from './usage.ts'
import { type Warmed, warmUp } from './warm-up.ts'
import { Warmth } from './warmth.ts'

export interface RegistryOptions {
  /** The data folder: settings are read from `user/settings.json` in it, keys, usage and recordings are kept in `models/`. */
  dataFolder: string
  /** Instead of the file. */
  settings?: () => Promise<ModelSettings>
  /** Where keys and addresses may be; by default the process's. */
  env?: NodeJS.ProcessEnv
  /** How busy providers are asked again; for tests. */
  manners?: Partial<Omit<Manners, 'permit' | 'clean'>>
}

/**
 * The one door to every model: which there are, which serves which role, and asking them. Settings and keys are read at each
 * request, so that a change counts at once. Disposing it waits until usage and recordings are on the disk.
 */
export class ModelRegistry implements AsyncDisposable {
  #directory: Directory
  #keys: KeyStore
  #settings: () => Promise<ModelSettings>
  #manners: Manners
  #usage: UsageLog
  #recordings: RecordingLog
  #warmth: Warmth
  #secrets = new Set<string>()
  #listeners = new Set<() => void>()
  readonly #redactor: Redactor = createRedactor(() => this.#secrets)

  constructor({ dataFolder, settings, env = process.env, manners }: RegistryOptions) {
    const folder = join(dataFolder, 'models')
    this.#settings = settings ?? (() => readSettings(join(dataFolder, 'user', 'settings.json')))
    this.#keys = openKeys(join(folder, 'keys.json'))
    this.#manners = {
      ...goodManners,
      ...manners,
      clean: (text) => this.#redactor.text(text),
      permit: (candidate) => this.#permit(candidate),
    }
    this.#directory = openDirectory(this.#keys, env, this.#settings, this.#manners, (secret) =>
      this.#secrets.add(secret),
    )
    this.#usage = new UsageLog(join(folder, 'usage'), () => new Date(this.#manners.now()))
    this.#recordings = new RecordingLog(join(folder, 'recordings'), this.#redactor)
    this.#warmth = new Warmth(this.#manners.now)
  }

  /** A text without the keys of any provider, and without what looks like one: as recordings have it. */
  async clean(text: string): Promise<string> {
    // Keys are known once they have been looked for.
    await this.#directory.list()
    return this.#redactor.text(text)
  }

  /** Adds a kind of provider, such as one that runs models in this process. */
  register(kind: ProviderKind): Disposable {
    const { kinds } = this.#directory
    kinds.push(kind)
    this.#changed()
    return {
      [Symbol.dispose]: () => {
        kinds.splice(kinds.indexOf(kind), 1)
        this.#changed()
      },
    }
  }

  /** Hears of keys that are entered or removed, and of kinds and models that come and go. */
  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener)
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) }
  }

  /** Every provider and whether it is of use; local ones are looked for. Costs nothing. */
  async providers(signal: AbortSignal): Promise<ProviderStatus[]> {
    const providers = await this.#directory.list()
    const local = providers.filter(({ kind }) => kind.local)
    await Promise.all(local.map((provider) => this.#directory.models(provider, signal)))
    return providers.map(statusOf)
  }

  /** Looks at one provider now: does it answer, how fast, and what models has it? Costs nothing. */
  async check(name: string, signal: AbortSignal): Promise<ProviderStatus> {
    const provider = await this.#directory.get(name)
    await this.#directory.look(provider, signal)
    return statusOf(provider)
  }

  /** A provider has other models than before: looks at them now, and tells. */
  async renew(name: string, signal: AbortSignal): Promise<void> {
    await this.check(name, signal)
    this.#changed()
  }

  /** Who serves each role, in the order in which they are asked. */
  async roles(signal: AbortSignal): Promise<RoleStatus[]> {
    // Looked for once, not by each role.
    const [settings] = await Promise.all([this.#settings(), this.providers(signal)])
    return Promise.all(
      roles.map(async (role): Promise<RoleStatus> => {
        const set = settings.roles[role] !== undefined
        try {
          const found: Candidate[] = []
          for await (const candidate of this.candidates(role, signal)) found.push(candidate)
          const hindered = found.map(({ provider }) => obstacle(provider))
          const problem = hindered.every((error) => error !== undefined) && hindered[0]?.message
          return { role, models: found.map(({ ref }) => ref), set, ...(problem && { problem }) }
        } catch (error) {
          if (!(error instanceof ModelError)) throw error
          return { role, models: [], set, problem: error.message }
        }
      }),
    )
  }

  /** The models that may answer for a role or a name, the first to be asked first. Throws `NoModel` or `UnknownModel`. */
  async *candidates(asked: string, signal: AbortSignal): AsyncGenerator<Candidate> {
    const [settings, providers] = await Promise.all([this.#settings(), this.#directory.list()])
    yield* chain(asked, settings, providers, (provider) => this.#directory.models(provider, signal))
  }

  /** Which role a task takes, and why. */
  async route(task: Task, signals: Signals, override?: Role): Promise<Route> {
    return route(task, signals, await this.#settings(), override)
  }

  /**
   * Asks a model; the parts come as it says them. Returning early, or aborting, ends the request at the provider too.
   * Throws a `ModelError` whose message tells the user what to do, or the signal's reason.
   */
  async *stream(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelPart> {
    const names = new Map<string, string>()
    const ledger = await this.#ledger(request)
    let started = false
    for await (const part of this.#ask(ledger, toCallOptions(request), signal)) {
      if (!started) yield ledger.startPart()
      started = true
      const own = toModelPart(part, names)
      if (own) yield own
      if (part.type === 'finish') yield ledger.endPart(part)
    }
  }

  /** The same door as the AI SDK's own interface, for its tools and loops. Leave its retries off: they are made here. */
  languageModel(
    model: ModelRequest['model'],
    context: Pick<ModelRequest, 'reason' | 'metadata'> = {},
  ): LanguageModelV3 {
    return asLanguageModel(model, (options, signal) => this.#askFor({ ...context, model }, options, signal))
  }

  /** Has a model say something short, to see that it does, and how fast: milliseconds to its first word and to the end. */
  test(model: string, signal: AbortSignal): Promise<Tested> {
    return testModel(this, model, signal)
  }

  /** A vector for each text, by the model of the role `embedding` or the one named. */
  async embed(texts: readonly string[], signal: AbortSignal, model = 'embedding'): Promise<number[][]> {
    for await (const candidate of this.candidates(model, signal)) {
      await this.#permit(candidate)
      const { vectors, tokens } = await embedTexts(candidate, texts, this.#manners, signal)
      const used = { input: tokens, output: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 }
      const price = await this.#cost(candidate, used)
      await this.#usage.add({
        time: new Date(this.#manners.now()).toISOString(),
        model: candidate.ref,
        ...used,
        ...(price !== undefined && { cost: price }),
      })
      return vectors
    }
    throw new ModelError('NoModel', 'No model makes vectors. Name one in caret.models.roles.')
  }

  /**
   * Sends the stable prefix of a request ahead, where that makes the request itself cheaper or faster: at most once for as long as
   * the provider keeps it, and never where it costs without gain. A failure is no error; the request will tell.
   */
  async warm(request: ModelRequest, signal: AbortSignal): Promise<Warmed> {
    const options = toCallOptions(request)
    try {
      for await (const first of this.candidates(request.model, signal)) {
        const plan = this.#warmth.plan(first, options)
        if (typeof plan === 'string') return { warmed: false, why: plan }
        const ledger = await this.#ledger({ model: first.ref }, true)
        return await warmUp(first, options, plan, this.#warmth, (signal) => this.#ask(ledger, plan, signal), signal)
      }
      return { warmed: false, why: 'There is no model to warm.' }
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      return { warmed: false, why: error.message }
    }
  }

  /** Keeps a key for a provider; nothing ever gives it back. */
  async setKey(provider: string, key: string): Promise<void> {
    await this.#directory.get(provider)
    const trimmed = key.trim()
    if (trimmed === '' || /\s/.test(trimmed)) {
      throw new ModelError('KeyRefused', 'A key is one word without blanks. Copy it again from the provider.')
    }
    this.#secrets.add(trimmed)
    await this.#keys.set(provider, trimmed)
    this.#changed()
  }

  async removeKey(provider: string): Promise<void> {
    await this.#keys.remove(provider)
    this.#changed()
  }

  /** What was used on the last days, and today's budget in US dollars. */
  async usage(days: number): Promise<{ days: DayUsage[]; budget?: number; spentToday: number }> {
    const [{ dailyBudget }, used, spentToday] = await Promise.all([
      this.#settings(),
      this.#usage.days(days),
      this.#usage.spentToday(),
    ])
    return { days: used, spentToday, ...(dailyBudget !== undefined && { budget: dailyBudget }) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#usage.settled(), this.#recordings.settled()])
  }

  async *#askFor(
    request: ModelRequest,
    options: LanguageModelV3CallOptions,
    signal: AbortSignal,
  ): AsyncGenerator<LanguageModelV3StreamPart> {
    yield* this.#ask(await this.#ledger(request), options, signal)
  }

  async *#ask(
    ledger: Ledger,
    options: LanguageModelV3CallOptions,
    signal: AbortSignal,
  ): AsyncGenerator<LanguageModelV3StreamPart> {
    const candidates = this.candidates(ledger.asked, signal)
    const course = {
      onStart: ledger.onStart,
      onWait: ledger.onWait,
      onTurn: ({ provider }: Candidate) => {
        // One at a time there: what was only sent ahead makes room.
        if (!ledger.warming && provider.kind.local) for (const warming of provider.state.warming) warming.abort()
      },
      onSent: (candidate: Candidate) => {
        ledger.onSent(candidate)
        if (!ledger.warming) this.#warmth.note(candidate, options)
      },
    }
    yield* ledger.keep(options, ask(candidates, options, this.#manners, course, signal), signal)
  }

  async #ledger(request: ModelRequest, warming = false): Promise<Ledger> {
    const { record } = await this.#settings()
    return new Ledger({
      ...{ asked: request.model, reason: request.reason, metadata: request.metadata, warming },
      onWait: request.onWait ?? (() => {}),
      now: this.#manners.now,
      cost: (candidate, tokens) => this.#cost(candidate, tokens),
      addUsage: (usage) => this.#usage.add(usage),
      ...(record && { addRecording: (recording) => this.#recordings.add(recording) }),
    })
  }

  async #cost({ provider, model, ref }: Candidate, tokens: Parameters<typeof cost>[1]): Promise<number | undefined> {
    const { prices } = await this.#settings()
    const free = provider.kind.local ? { input: 0, output: 0 } : undefined
    return cost(`${provider.kind.kind}/${model}`, tokens, prices[ref] ?? free)
  }

  /** The budget does not hold back what costs nothing. */
  async #permit({ provider }: Candidate): Promise<void> {
    const { dailyBudget } = await this.#settings()
    if (dailyBudget === undefined || provider.kind.local) return
    const spent = await this.#usage.spentToday()
    if (spent < dailyBudget) return
    const sums = `$${spent.toFixed(2)} of $${dailyBudget.toFixed(2)}`
    throw new ModelError('BudgetSpent', `Today's budget is spent (${sums}). Raise caret.models.dailyBudget to go on.`)
  }

  #changed(): void {
    for (const listener of this.#listeners) listener()
  }
}
