import { estimateTokens } from './request.ts'
import type { Role } from './roles.ts'
import type { ModelSettings } from './settings.ts'

/** What is to be done. */
export type Task = 'tab' | 'apply' | 'inline-edit' | 'question' | 'agent' | 'review' | 'title' | 'embedding'

/** What is known before the model is asked. */
export interface Signals {
  /** The user's own words. */
  words?: string
  /** Tokens of the whole prompt. */
  promptTokens?: number
  /** Files that the prompt shows, or that are to be changed. */
  files?: number
  /** Attempts at the same thing that failed or were rejected. */
  failures?: number
}

export interface Route {
  role: Role
  /** One line for the user, such as "smart: 6 files". */
  reason: string
}

const hard =
  /\b(?:why|debug|deadlock|race(?: condition)?|root cause|prove|design|architect\w*|refactor\w*|migrat\w+|optimi[sz]\w*|concurren\w+|securit\w+|algorithm|trade-?offs?|step by step|think(?: hard)?|investigat\w+)\b/gi
const easy =
  /\b(?:typo|rename|format|comment|docstring|summari[sz]e|translate|one[- ]liner|what (?:is|does)|explain|title|log(?:ging)? (?:line|statement)|sort|import)\b/i

/**
 * Which role answers. Tasks with a role of their own have it; for the others the signals are weighed: failures first, since who
 * failed needs more, then how much there is to see, then the words. `override` and the setting `caret.models.router` come before all.
 */
export function route(task: Task, signals: Signals, { router }: Pick<ModelSettings, 'router'>, override?: Role): Route {
  if (override) return { role: override, reason: `${override}: chosen by you` }
  const fixed = fixedRoles[task]
  if (fixed) return { role: fixed, reason: `${fixed}: what ${task} always uses` }
  if (router !== 'auto') return { role: router, reason: `${router}: set in caret.models.router` }
  const { words = '', files = 0, failures = 0 } = signals
  const promptTokens = signals.promptTokens ?? estimateTokens(words)
  const hardWords = [...new Set(words.match(hard)?.map((word) => word.toLowerCase()))]
  if (failures >= 2) return { role: 'thinking', reason: `thinking: ${failures} attempts failed before` }
  if (hardWords.length >= 2) return { role: 'thinking', reason: `thinking: "${hardWords.slice(0, 2).join('", "')}"` }
  if (files > 8) return { role: 'thinking', reason: `thinking: ${files} files` }
  if (failures === 1) return { role: 'smart', reason: 'smart: an attempt failed before' }
  if (hardWords[0]) return { role: 'smart', reason: `smart: "${hardWords[0]}"` }
  if (task === 'agent' || task === 'review') return { role: 'smart', reason: `smart: the least for ${task}` }
  if (files > 2) return { role: 'smart', reason: `smart: ${files} files` }
  if (promptTokens > largePrompt) {
    return { role: 'smart', reason: `smart: a prompt of ${Math.round(promptTokens / 1000)}k tokens` }
  }
  const easyWord = easy.exec(words)?.[0]
  if (easyWord) return { role: 'fast', reason: `fast: "${easyWord.toLowerCase()}"` }
  if (words.length > 0 && words.length < 80 && files <= 1) return { role: 'fast', reason: 'fast: a short request' }
  return { role: 'smart', reason: 'smart: nothing says that less is enough' }
}

const largePrompt = 24_000

const fixedRoles: Partial<Record<Task, Role>> = { tab: 'tab', apply: 'apply', title: 'fast', embedding: 'embedding' }
