import { type MessageConnection, serve, tabService, type TabSuggestion } from '@caret/protocol'
import type { Log } from '../log.ts'
import { isInside, type Place } from '../place.ts'
import type { Tab } from './tab.ts'

/** Serves the folder's predictor to a page. Files outside the folder are passed over, and what fails is no suggestion. */
export function serveTab(connection: MessageConnection, place: Place, tab: Tab, log: Log): Disposable {
  const below = (path: string) => (isInside(place, path) ? path.slice(place.root.length + 1) : '')
  const absolute = (path: string) => `${place.root}/${path}`
  const open = new Set<string>()

  const ask = async (
    question: 'complete' | 'predict',
    caret: Caret,
    signal: AbortSignal,
  ): Promise<TabSuggestion | null> => {
    const path = below(caret.path)
    if (!path) return null
    try {
      const found = await tab.predictor()?.[question]({ ...caret, path }, signal)
      return found ? { ...found, path: absolute(found.path) } : null
    } catch (error) {
      if (!signal.aborted) log.warn({ error: String(error) }, `no ${question}`)
      return null
    }
  }

  const served = serve(connection, tabService, {
    sync: ({ path, text }) => {
      if (!below(path)) return
      open.add(below(path))
      tab.predictor()?.sync({ path: below(path), text })
    },
    edit: (edit) => {
      if (open.has(below(edit.path))) tab.predictor()?.edit({ ...edit, path: below(edit.path) })
    },
    close: ({ path }) => {
      if (open.delete(below(path))) tab.predictor()?.close({ path: below(path) })
    },
    complete: (caret, signal) => ask('complete', caret, signal),
    predict: (caret, signal) => ask('predict', caret, signal),
    settle: (outcome) => tab.predictor()?.settle(outcome),
  })
  const resend = tab.onResend((path) => {
    if (open.has(path)) served.emit('resend', { path: absolute(path) })
  })
  return {
    [Symbol.dispose]() {
      for (const path of open) tab.predictor()?.close({ path })
      resend[Symbol.dispose]()
      served[Symbol.dispose]()
    },
  }
}

type Caret = { path: string; offset: number; length: number }
