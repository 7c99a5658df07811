import {
  type Client,
  type LocalOffers,
  type ModelProvider,
  modelsService,
  RemoteError,
  type RoleModels,
} from '@caret/protocol'
import type { Engine } from '../engine.ts'

/** Days of spending that the page shows. */
export const shownDays = 14

/** So often does a page that is looked at look again. */
const lookMs = 10_000

type Service = Client<(typeof modelsService)['methods']>
export type Usage = Awaited<ReturnType<Service['usage']>>

/** How a test goes or went. */
export type Test =
  | { state: 'asked'; model: string }
  | { state: 'answered'; model: string; text: string; firstMs: number; totalMs: number; cost?: number }
  | { state: 'failed'; model: string; problem: string }

/** What is known; the first three are missing until the engine has told. */
export interface Known {
  providers?: ModelProvider[]
  roles?: RoleModels[]
  usage?: Usage
  /** What can be got for this machine; missing until the engine has told. */
  local?: LocalOffers
  /** Why the engine cannot tell, and what to do. */
  problem?: string
  connected: boolean
  /** Providers that are being looked at. */
  looking: ReadonlySet<string>
  /** By what was tested: a role, or a provider. */
  tests: ReadonlyMap<string, Test>
}

/** What the engine knows of models, kept current while somebody watches. Keys pass through and are not kept. */
export interface Models {
  readonly known: Known
  /** Hears of changes, and has them looked for until it is disposed. */
  watch(onChange: () => void): Disposable
  /** Asks again for all, and looks at providers that are new. */
  refresh(): Promise<void>
  /** The same, and looks at each provider that can be asked. */
  lookAgain(): Promise<void>
  /** Throws what the engine says against it. */
  setKey(provider: string, key: string): Promise<void>
  /** What the engine says against it is told as the problem. */
  removeKey(provider: string): Promise<void>
  /**
   * Begins to get a model for this machine, or goes on.
   * @param acceptedLicence the name of the licence that the user has just accepted
   */
  getOffer(id: string, acceptedLicence?: string): Promise<void>
  pauseOffer(id: string): Promise<void>
  /** Removes it, or what has come of it. */
  removeOffer(id: string): Promise<void>
  /** @param tested a role, or the provider of the model */
  test(tested: string, model: string): Promise<void>
}

export function watchModels(engine: Engine): Models {
  const service = engine.use(modelsService)
  const listeners = new Set<() => void>()
  const looking = new Set<string>()
  const tests = new Map<string, Test>()
  const known: Known = { connected: engine.state === 'connected', looking, tests }
  let asked = 0
  let timer: ReturnType<typeof setInterval> | undefined
  let following: AbortController | undefined

  const tell = () => {
    for (const listener of listeners) listener()
  }

  async function refresh(): Promise<void> {
    const mine = ++asked
    try {
      // One after the other: the first look finds what the second needs.
      const providers = await service.providers({})
      const [roles, usage] = await Promise.all([service.roles({}), service.usage({ days: shownDays })])
      if (mine !== asked) return
      for (const { role, models } of roles) {
        // A test tells of the model that served then.
        const before = known.roles?.find((served) => served.role === role)
        if (before && before.models[0] !== models[0]) tests.delete(role)
      }
      Object.assign(known, { providers, roles, usage, problem: undefined })
    } catch (error) {
      if (mine !== asked) return
      known.problem = messageOf(error)
    }
    tell()
  }

  /** @param quietly shows only what comes of it */
  async function look(provider: string, quietly = false): Promise<void> {
    if (!quietly) looking.add(provider)
    tell()
    try {
      const found = await service.check({ provider })
      known.providers = known.providers?.map((before) => (before.name === provider ? found : before))
    } catch (error) {
      known.problem = messageOf(error)
    } finally {
      looking.delete(provider)
      tell()
    }
  }

  /** All, or those that were never looked at and those on this machine, which come and go. */
  async function lookAt(which: 'new' | 'all'): Promise<void> {
    await refresh()
    // A provider that lacks something would only say so again.
    const askable = known.providers?.filter(({ state }) => state !== 'incomplete') ?? []
    const due = askable.filter(({ state, local }) => which === 'all' || local || state === 'ready')
    if (due.length === 0) return
    await Promise.all(due.map(({ name, state }) => look(name, which === 'new' && state !== 'ready')))
    // What a server has decides whom the roles fall to.
    await refresh()
  }

  /** Follows what can be got for this machine, unless that is so already. */
  function followOffers(): void {
    if (following || listeners.size === 0) return
    const mine = new AbortController()
    following = mine
    const follow = service.offers({}, hear, mine.signal)
    const ended = (error?: unknown) => {
      if (following === mine) following = undefined
      if (mine.signal.aborted || error === undefined) return
      known.problem = messageOf(error)
      tell()
    }
    follow.then(() => ended(), ended)
  }

  function hear(local: LocalOffers): void {
    const before = known.local
    known.local = local
    tell()
    // It may have been got, or removed, by another engine: then this one looks too.
    if (before && thereOf(before) !== thereOf(local)) void refresh()
  }

  function unfollow(): void {
    following?.abort()
    following = undefined
  }

  /** What the engine says against it is told as the problem. */
  async function attempt(task: Promise<unknown>): Promise<void> {
    try {
      await task
      known.problem = undefined
    } catch (error) {
      known.problem = messageOf(error)
    }
    tell()
  }

  const ifWatched = (run: () => Promise<void>) => () => {
    if (listeners.size > 0 && !document.hidden) void run()
  }
  const follow = ifWatched(async () => {
    followOffers()
    await lookAt('new')
  })
  service.on('changed', follow)
  engine.onRestart(() => {
    unfollow()
    follow()
  })
  engine.onState((state) => {
    known.connected = state === 'connected'
    tell()
  })
  document.addEventListener('visibilitychange', follow)

  return {
    known,
    watch(onChange) {
      listeners.add(onChange)
      timer ??= setInterval(follow, lookMs)
      followOffers()
      void lookAt('new')
      return {
        [Symbol.dispose]() {
          listeners.delete(onChange)
          if (listeners.size > 0) return
          clearInterval(timer)
          timer = undefined
          unfollow()
        },
      }
    },
    refresh: () => lookAt('new'),
    lookAgain() {
      tests.clear()
      return lookAt('all')
    },
    async setKey(provider, key) {
      await service.setKey({ provider, key })
      tests.delete(provider)
      // Whether the provider takes it is told once it has answered.
      void look(provider).then(refresh)
    },
    async removeKey(provider) {
      try {
        await service.removeKey({ provider })
      } catch (error) {
        known.problem = messageOf(error)
        return tell()
      }
      tests.delete(provider)
      await refresh()
    },
    getOffer: (id, acceptedLicence) => attempt(service.getOffer({ id, ...(acceptedLicence && { acceptedLicence }) })),
    pauseOffer: (id) => attempt(service.pauseOffer({ id })),
    removeOffer: (id) => attempt(service.removeOffer({ id })),
    async test(tested, model) {
      const set = (test: Test) => {
        tests.set(tested, test)
        tell()
      }
      set({ state: 'asked', model })
      try {
        set({ state: 'answered', ...(await service.test({ model })) })
      } catch (error) {
        set({ state: 'failed', model, problem: messageOf(error) })
      }
      await refresh()
    },
  }
}

/** The ids of what is there. */
const thereOf = ({ offers }: LocalOffers) =>
  offers
    .filter(({ state }) => state === 'there')
    .map(({ id }) => id)
    .join()

/** The engine's own words say what to do; without any, it went away. */
export const messageOf = (error: unknown): string =>
  error instanceof RemoteError ? error.message : 'The engine went away before it answered. Try again.'
