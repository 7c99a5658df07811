import {
  type MessageConnection,
  serve,
  type TabCaret,
  tabModelService,
  tabService,
  type TabSuggestion,
} from '@caret/protocol'
import type { Log } from '../log.ts'
import { isInside, pathIn, type Place } from '../place.ts'
import type { Tab } from './tab.ts'

type Predictor = NonNullable<ReturnType<Tab['predictor']>>

/** Serves the folder's predictor to a page. Files outside the folder are passed over, and what fails is no suggestion. */
export function serveTab(connection: MessageConnection, place: Place, tab: Tab, log: Log): Disposable {
  const below = (path: string) => (isInside(place, path) ? pathIn(place, path) : '')
  const absolute = (path: string) => `${place.root}/${path}`
  const outside = <T extends TabSuggestion>(found: T): T => {
    const paths = found.kind === 'rename' ? { newPath: absolute(found.newPath) } : {}
    return { ...found, ...paths, path: absolute(found.path) }
  }
  const open = new Set<string>()

  let last: { caret: TabCaret; found: TabSuggestion | null } | undefined
  /** A model is asked after the answer, so that nobody waits for it. */
  const consider = (caret: TabCaret, answer: TabSuggestion | null) => {
    // Where there is no edit, what was found at the caret stays on the screen.
    const found = answer ?? (last && isSame(last.caret, caret) ? last.found : null)
    last = { caret, found }
    if (found?.kind === 'rename' || caret.model === false) return
    const kind = found && atCaret.has(found.source) ? 'continuation' : 'edit'
    tab.asker()?.consider(caret, found ? { edit: found, kind } : undefined)
  }
  const ask = async <T extends TabSuggestion>(
    question: (predictor: Predictor, caret: TabCaret) => Promise<T | null>,
    caret: TabCaret,
    signal: AbortSignal,
  ): Promise<T | null> => {
    const path = below(caret.path)
    const predictor = tab.predictor()
    if (!path || !predictor) return null
    try {
      const found = await question(predictor, { ...caret, path })
      if (!signal.aborted) consider({ ...caret, path }, found)
      return found && outside(found)
    } catch (error) {
      if (!signal.aborted) log.warn({ error: String(error) }, 'no suggestion')
      return null
    }
  }

  const served = serve(connection, tabService, {
    sync: ({ path, text }) => {
      const inside = below(path)
      if (!inside) return
      open.add(inside)
      tab.asker()?.forget(inside)
      tab.predictor()?.sync({ path: inside, text })
    },
    edit: (edit) => {
      const path = below(edit.path)
      if (!open.has(path)) return
      last = undefined
      const { changes, accepted } = edit
      for (const change of changes) tab.asker()?.edit({ path, ...change, ...(accepted && { accepted }) })
      tab.predictor()?.edit({ ...edit, path })
    },
    complain: ({ complaints }) => {
      const inside = complaints.map((complaint) => ({ ...complaint, path: below(complaint.path) }))
      tab.predictor()?.complain({ complaints: inside.filter(({ path }) => open.has(path)) })
    },
    bind: (binding) => {
      const path = below(binding.path)
      const others = binding.others
        ?.map((mention) => ({ ...mention, path: below(mention.path) }))
        .filter((mention) => mention.path !== '')
      if (open.has(path)) tab.predictor()?.bind({ ...binding, path, ...(others && { others }) })
    },
    see: (scope) => {
      const path = below(scope.path)
      if (open.has(path)) tab.predictor()?.see({ ...scope, path })
    },
    move: ({ path, newPath }) => {
      const [from, to] = [below(path), below(newPath)]
      if (from && to) tab.predictor()?.move({ path: from, newPath: to })
    },
    close: ({ path }) => {
      const inside = below(path)
      if (!open.delete(inside)) return
      tab.asker()?.forget(inside)
      tab.predictor()?.close({ path: inside })
    },
    complete: (caret, signal) => ask((predictor, at) => predictor.complete(at, signal), caret, signal),
    predict: (caret, signal) => ask((predictor, at) => predictor.predict(at, signal), caret, signal),
    ahead: async (shown, say, signal) =>
      (await tab.predictor()?.ahead(shown, (found) => say(outside(found)), signal)) ?? false,
    everywhere: async (caret, signal) => {
      const path = below(caret.path)
      const found = path ? await tab.predictor()?.everywhere({ ...caret, path }, signal) : undefined
      if (!found) return null
      return { ...found, files: found.files.map((file) => ({ ...file, path: absolute(file.path) })) }
    },
    settle: (outcome) => tab.predictor()?.settle(outcome),
  })
  const resend = tab.onResend((path) => {
    if (open.has(path)) served.emit('resend', { path: absolute(path) })
  })
  const model = serve(connection, tabModelService, { state: () => tab.model })
  const states = tab.onModel((state) => model.emit('changed', state))
  const hearing = tab.onHeard((path, kind) => {
    if (open.has(path)) model.emit('heard', { path: absolute(path), kind })
  })
  return {
    [Symbol.dispose]() {
      for (const each of [hearing, states, model]) each[Symbol.dispose]()
      if (open.size > 0) tab.predictor()?.complain({ complaints: [] })
      for (const path of open) tab.predictor()?.close({ path })
      resend[Symbol.dispose]()
      served[Symbol.dispose]()
    },
  }
}

/** Sources of what comes at the caret. */
const atCaret = new Set(['continue', 'row', 'fill'])

const isSame = (a: TabCaret, b: TabCaret) => a.path === b.path && a.offset === b.offset && a.length === b.length
