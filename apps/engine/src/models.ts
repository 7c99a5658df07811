import {
  assistant,
  cacheBreakpoint,
  type LocalOffers,
  ModelRegistry,
  openLocalModels,
  openLocalOffers,
  system,
  user,
} from '@caret/models'
import { type MessageConnection, type ModelQuestion, modelsService, serve } from '@caret/protocol'
import type { DataFolder } from './data-folder.ts'
import type { Disposables } from './disposables.ts'
import { tellOffers } from './offers.ts'
import type { Log } from './log.ts'

export interface Models {
  registry: ModelRegistry
  /** What can be got for this machine. */
  offers: LocalOffers
}

/**
 * The models, for all who work in the engine. Its keys lie beside the user's files, not among them: pages may read those. What was
 * being got when an engine ended goes on.
 */
export function openModels({ root }: DataFolder, owned: Disposables, log: Log): Models {
  const registry = owned.use(new ModelRegistry({ dataFolder: root }))
  const local = owned.use(openLocalModels({ dataFolder: root }))
  owned.use(registry.register(local.kind))
  const onModels = () => registry.renew('local', AbortSignal.timeout(5000))
  const offers = owned.use(openLocalOffers({ dataFolder: root, local, onModels }))
  offers.resume().catch((error: unknown) => log.warn({ error }, 'what was being got does not go on'))
  return { registry, offers }
}

/** Lets a page see providers, roles and what was spent, enter keys, get models, and ask. */
export function serveModels(connection: MessageConnection, { registry: models, offers }: Models): Disposable {
  // Who has closed the page waits for no answer, and should not pay for one.
  const gone = new AbortController()
  const whileHere = (signal: AbortSignal) => AbortSignal.any([signal, gone.signal])
  const served = serve(connection, modelsService, {
    providers: (_, signal) => models.providers(signal),
    check: ({ provider }, signal) => models.check(provider, signal),
    roles: (_, signal) => models.roles(signal),
    test: ({ model }, signal) => models.test(model, whileHere(signal)),
    setKey: async ({ provider, key }) => {
      await models.setKey(provider, key)
      return {}
    },
    removeKey: async ({ provider }) => {
      await models.removeKey(provider)
      return {}
    },
    offers: (_, send, signal) => tellOffers(offers, send, whileHere(signal)),
    getOffer: async ({ id, acceptedLicence }) => {
      await offers.get(id, acceptedLicence)
      return {}
    },
    pauseOffer: async ({ id }, signal) => {
      await offers.pause(id, signal)
      return {}
    },
    removeOffer: async ({ id }, signal) => {
      await offers.remove(id, signal)
      return {}
    },
    usage: ({ days }) => models.usage(days),
    route: ({ task, signals, override }) => models.route(task, signals, override),
    ask: async (question, send, signal) => {
      const onWait = (ms: number, { message }: Error) => send({ type: 'wait', ms, why: message })
      for await (const part of models.stream({ ...toRequest(question), onWait }, whileHere(signal))) {
        if (part.type === 'end') {
          const { type: _, ...end } = part
          return end
        }
        if (part.type === 'start' || part.type === 'text' || part.type === 'reasoning') send(part)
      }
      throw new Error('An answer came without an end.')
    },
    warm: (question, signal) => models.warm(toRequest(question), whileHere(signal)),
  })
  const listening = models.onChange(() => served.emit('changed', {}))
  return {
    [Symbol.dispose]() {
      gone.abort(new Error('The page is gone.'))
      listening[Symbol.dispose]()
      served[Symbol.dispose]()
    },
  }
}

const ofRole = { system, user, assistant }

function toRequest({ messages, ...question }: ModelQuestion) {
  const prompt = messages.map(({ role, text, stable }) => {
    const message = ofRole[role](text)
    return stable ? cacheBreakpoint(message) : message
  })
  return { ...question, prompt }
}
