import { assistant, cacheBreakpoint, ModelRegistry, openLocalModels, system, user } from '@caret/models'
import { type MessageConnection, type ModelQuestion, modelsService, serve } from '@caret/protocol'
import type { DataFolder } from './data-folder.ts'
import type { Disposables } from './disposables.ts'

/** The models, for all who work in the engine. Its keys lie beside the user's files, not among them: pages may read those. */
export function openModels({ root }: DataFolder, owned: Disposables): ModelRegistry {
  const models = owned.use(new ModelRegistry({ dataFolder: root }))
  owned.use(models.register(owned.use(openLocalModels({ dataFolder: root })).kind))
  return models
}

/** Lets a page see providers, roles and what was spent, enter keys, and ask. */
export function serveModels(connection: MessageConnection, models: ModelRegistry): Disposable {
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
