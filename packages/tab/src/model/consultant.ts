import type { TokenIndex } from '@caret/patterns'
import { type CacheBreakpoint, type PromptMessage, type Recording, renderPrompt } from '@caret/prompt'
import { applyEdits } from '@caret/text'
import type { Markable } from '../ahead.ts'
import { createHistory, type History } from '../history.ts'
import type { Caret, Continuation, FileEdit } from '../predictor.ts'
import type { EditSource } from '../sources/source.ts'
import { fillOf, type Region, rewriteOf } from './answer.ts'
import type { Said } from './clean.ts'
import { follow } from './follow.ts'
import { type Format, formatNamed } from './format.ts'
import { fillPrompt, nextEditPrompt } from './prompts.tsx'
import { fillProps, nextEditProps, type Situation } from './situation.ts'

/** What a model is to be asked. */
export interface Question {
  id: number
  format: string
  messages: PromptMessage[]
  breakpoints: CacheBreakpoint[]
  recording: Recording
}

/** Which kind of suggestion a model's answer came to. */
export type Heard = 'continuation' | 'edit'

/** A suggestion that the user may accept. */
export type Supposed = { edit: FileEdit; kind: Heard }

/** Words questions to a model, and makes suggestions of its answers, which stand as long as the user types along. */
export interface Consultant extends Markable {
  /** @param supposed as if this had been accepted before */
  question(caret: Caret, format: string, supposed?: Supposed): Promise<Question | undefined>
  /** What the model said; undefined where nothing of it is of use, or of use no more. */
  hear(id: number, said: Said): Heard | undefined
  /** The user has made a change. */
  edit(change: FileEdit): void
  /** A file has another text. */
  forget(path?: string): void
  /** The user does not want this at the caret. */
  dismiss(text: string): void
  /** What a model said of the text at the caret. */
  fill(caret: Caret): Continuation[]
  /** What a model said of the text near it. */
  readonly rewrite: EditSource
}

export interface Known {
  repository(): string
  texts: ReadonlyMap<string, string>
  history: History
  index: TokenIndex
}

/** Names of the sources. */
export const fillSource = 'fill'
export const rewriteSource = 'rewrite'

/** In tokens, by which models answer in good time on one's own machine. */
const budget = 2_000
/** Where a model does not tell how sure it is. */
const assumed = { fill: 0.4, rewrite: 0.3 }
const mostAsked = 40
const mostAnswers = 12

interface Asked {
  format: Format
  caret: Caret
  region: Region | undefined
  after: string
  changes: readonly FileEdit[]
}

interface Answer {
  source: typeof fillSource | typeof rewriteSource
  edit: FileEdit
  probability: number
}

export function createConsultant({ repository, texts, history, index }: Known): Consultant {
  const asked = new Map<number, Asked>()
  let answers: Answer[] = []
  let lastId = 0

  /** An answer to a question from before some changes. */
  const add = (source: Answer['source'], edits: readonly FileEdit[], { changes }: Asked, probability: number) => {
    const left = edits.flatMap((edit) => {
      const now = changes.reduce<FileEdit | undefined>((each, change) => each && follow(each, change), edit)
      return now ? [{ source, edit: now, probability }] : []
    })
    const path = edits[0]?.path
    const others = answers.filter((answer) => answer.source !== source || answer.edit.path !== path)
    answers = [...left, ...others].slice(0, mostAnswers)
    return left.length > 0
  }

  return {
    question: async (caret, formatName, supposed) => {
      const situation = situationOf(
        { repository: repository(), texts, history: history.entries, index, caret },
        supposed,
      )
      const format = formatNamed(formatName)
      const id = ++lastId
      const remember = (region: Region | undefined) => {
        if (supposed) return
        const after = (texts.get(caret.path) ?? '').slice(caret.offset)
        asked.set(id, { format, caret, region, after, changes: [] })
        asked.delete(id - mostAsked)
      }
      if (format.kind === 'fill') {
        const props = fillProps(format.name, situation)
        if (props.before.trim() === '' && props.after.trim() === '') return undefined
        remember(undefined)
        const { messages, breakpoints, recording } = await renderPrompt(fillPrompt, props, { budget })
        return { id, format: format.name, messages, breakpoints, recording }
      }
      const found = nextEditProps(format.name, situation)
      if (!found) return undefined
      remember(found.region)
      const { messages, breakpoints, recording } = await renderPrompt(nextEditPrompt, found.props, {
        budget: budget + 1_000,
      })
      return { id, format: format.name, messages, breakpoints, recording }
    },
    hear: (id, said) => {
      const about = asked.get(id)
      if (!about) return undefined
      asked.delete(id)
      const { format, caret, region, after } = about
      if (format.kind === 'fill') {
        const insert = fillOf(said, caret.path, after)
        if (insert === '') return undefined
        const edit = { path: caret.path, offset: caret.offset, remove: 0, insert }
        return add(fillSource, [edit], about, probabilityOf(said, assumed.fill)) ? 'continuation' : undefined
      }
      const edits = rewriteOf(said, region!, format).filter(
        (edit) => !undoes(edit, texts.get(edit.path) ?? '', history),
      )
      const isKept = edits.length > 0 && add(rewriteSource, edits, about, probabilityOf(said, assumed.rewrite))
      return isKept ? 'edit' : undefined
    },
    edit: (change) => {
      for (const about of asked.values()) about.changes = [...about.changes, change]
      answers = answers.flatMap((answer) => {
        const edit = follow(answer.edit, change)
        return edit ? [{ ...answer, edit }] : []
      })
    },
    forget: (path) => {
      answers = answers.filter((answer) => path !== undefined && answer.edit.path !== path)
      for (const [id, { caret }] of asked) if (path === undefined || caret.path === path) asked.delete(id)
    },
    mark: () => {
      const then = { answers, asked: [...asked.values()].map((about) => ({ about, changes: about.changes })) }
      return () => {
        answers = then.answers
        for (const { about, changes } of then.asked) about.changes = changes
      }
    },
    dismiss: (text) => {
      answers = answers.filter(({ source, edit }) => source !== fillSource || edit.insert !== text)
    },
    fill: ({ path, offset }) =>
      answers
        .filter(({ source, edit }) => source === fillSource && edit.path === path && edit.offset === offset)
        .map(({ edit, probability }) => ({
          ...{ text: edit.insert, probability, source: fillSource },
          reason: 'comes from your model',
        })),
    rewrite: {
      name: rewriteSource,
      propose: () =>
        answers
          .filter(({ source }) => source === rewriteSource)
          .map(({ edit, probability }) => ({
            ...{ edit, probability, source: rewriteSource },
            reason: 'comes from your model',
          })),
    },
  }
}

/** The situation as it will be when a suggestion has been accepted. */
function situationOf(now: Situation, supposed: Supposed | undefined): Situation {
  if (!supposed) return now
  const { edit, kind } = supposed
  const text = now.texts.get(edit.path) ?? ''
  const after = createHistory()
  after.restore(now.history.map((entry) => ({ ...entry, edit: { ...entry.edit } })))
  after.add(text, { ...edit, accepted: kind })
  const texts = new Map(now.texts).set(edit.path, applyEdits(text, [edit]))
  const caret = { ...now.caret, path: edit.path, offset: edit.offset + edit.insert.length }
  return { ...now, texts, history: after.entries, caret }
}

/** Whether an edit makes the text again that there was before the last one: models that are at a loss do so. */
function undoes(edit: FileEdit, text: string, { entries: [last] }: History): boolean {
  if (!last || last.path !== edit.path || edit.offset + edit.remove > text.length) return false
  return applyEdits(text, [edit]) === last.before
}

/** Of what comes at once, by how sure the model was of its tokens; a long answer has more places to go wrong. */
function probabilityOf({ logProbs }: Said, assumed: number): number {
  if (!logProbs || logProbs.length === 0) return assumed
  const mean = logProbs.reduce((sum, each) => sum + each, 0) / logProbs.length
  return Math.min(0.85, 0.9 * Math.exp(2 * mean))
}
