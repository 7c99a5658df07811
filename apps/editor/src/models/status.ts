import type { ModelProvider } from '@caret/protocol'
import { count } from '../count.ts'
import { duration } from './words.ts'

/** How a provider is, at a glance, and what is to be known or done about it. */
export interface Standing {
  icon: string
  /** Decides the colour of the icon. */
  tone: 'good' | 'calm' | 'bad'
  status: string
  detail: string
}

/** Few words for a status; an error says what to do in its own. */
export function standingOf(provider: ModelProvider): Standing {
  const { state, code, ms, models, baseURL, detail, key, keyVariable, local } = provider
  const from = { entered: 'key entered here', environment: `key from ${keyVariable}`, missing: '', 'not needed': '' }[
    key
  ]
  const has = models.length > 0 ? count(models.length, 'model') : ''
  const about = [has, baseURL, from].filter(Boolean).join(' · ')
  if (hasNone(provider)) {
    const way = baseURL
      ? `It runs at ${baseURL}: get it one there.`
      : 'Get one below; a GGUF file of your own in the same folder is found too.'
    return { icon: 'circle-large', tone: 'calm', status: 'no model', detail: way }
  }
  if (state === 'answers')
    return { icon: 'pass-filled', tone: 'good', status: `answers in ${duration(ms ?? 0)}`, detail: about }
  if (state === 'ready') return { icon: 'circle-large', tone: 'calm', status: 'ready', detail: about }
  if (code === 'NoKey') {
    const ways = keyVariable ? `, or set ${keyVariable} before starting Caret` : ''
    return { icon: 'circle-large', tone: 'calm', status: 'no key', detail: `Enter one${ways}.` }
  }
  if (code === 'Unreachable' && local)
    return {
      icon: 'circle-large',
      tone: 'calm',
      status: 'not running',
      detail: `Once it runs at ${baseURL}, it is found.`,
    }
  return { icon: 'error', tone: 'bad', status: problems[code ?? ''] ?? 'in trouble', detail }
}

const problems: Record<string, string | undefined> = {
  KeyRefused: 'key refused',
  Unreachable: 'not reached',
  TimedOut: 'no answer',
  RateLimited: 'too many requests',
  Overloaded: 'overloaded',
  BadSettings: 'no address',
}

/** Whether there is something to be asked, be it in trouble at the moment. */
export const isSetUp = (provider: ModelProvider): boolean =>
  provider.state !== 'incomplete' && !(provider.local && provider.code === 'Unreachable') && !hasNone(provider)

/** Whether it is there, on this machine, and has no model yet. */
const hasNone = ({ state, local, models }: ModelProvider): boolean =>
  local && models.length === 0 && (state === 'answers' || state === 'ready')
