import { RemoteError, type Review, type ReviewProblem, type ReviewSource, reviewService } from '@caret/protocol'
import type { Engine } from '../engine.ts'

/** What is known of a review now. */
export type Known =
  | { kind: 'reading' }
  | { kind: 'stopped' }
  | { kind: 'failed'; message: string; code: string }
  | { kind: 'read'; review: Review }

export interface Asks {
  /** What is asked about now. */
  source(): ReviewSource
  /** What language servers hold against these files, by their paths in the review. */
  problems(review: Review): ReviewProblem[]
  /** Whether a change that the engine tells of is about this review. */
  concerns(change: { repository: boolean }): boolean
  onKnown(known: Known): void
  /** Some page has said of hunks whether they are reviewed. */
  onReviewed(hunks: string[], reviewed: boolean): void
}

export interface Followed extends Disposable {
  /** It may look different now; asked in a moment, once for all that is said until then. */
  soon(): void
  /** Problems may be other ones; asked soon if they are. */
  checkProblems(): void
  /** Asks now, from the start. */
  again(): void
  /** Gives up the question that is asked now. */
  stop(): void
  /** Nothing is asked while nobody looks. */
  show(visible: boolean): void
}

const quietMs = 250

/** Asks for a review, and again whenever it may look different. One question at a time; what is known stays until the next is. */
export function followReview(engine: Engine, asks: Asks): Followed {
  const service = engine.use(reviewService)
  let asking: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let review: Review | undefined
  /** What was said of problems with the last question. */
  let told = '[]'
  let isStale = false
  let isVisible = true
  let isDisposed = false

  const ask = async (problems: ReviewProblem[]) => {
    const source = asks.source()
    isStale = false
    told = JSON.stringify(problems)
    const { signal } = (asking = new AbortController())
    try {
      review = await service.open({ source, ...(problems.length > 0 && { problems }) }, signal)
      if (!signal.aborted) asks.onKnown({ kind: 'read', review })
    } catch (error) {
      if (signal.aborted) return
      const { message } = error as Error
      asks.onKnown({ kind: 'failed', message, code: error instanceof RemoteError ? error.code : '' })
    } finally {
      if (asking?.signal === signal) asking = undefined
    }
    if (isStale) soon()
    else checkProblems()
  }
  const checkProblems = () => {
    if (review && JSON.stringify(asks.problems(review)) !== told) soon()
  }
  const soon = () => {
    isStale = true
    timer ??= setTimeout(() => {
      timer = undefined
      // The end of a question looks again, and so does whoever shows the review.
      if (!isStale || !isVisible || isDisposed || asking) return
      void ask(review ? asks.problems(review) : [])
    }, quietMs)
  }
  const again = () => {
    asking?.abort()
    asks.onKnown({ kind: 'reading' })
    void ask(review ? asks.problems(review) : [])
  }
  const listening = [
    service.on('changed', (change) => asks.concerns(change) && soon()),
    service.on('reviewed', ({ hunks, reviewed }) => asks.onReviewed(hunks, reviewed)),
  ]
  engine.onRestart(() => !isDisposed && again())
  return {
    soon,
    checkProblems,
    again,
    stop: () => {
      asking?.abort()
      asks.onKnown(review ? { kind: 'read', review } : { kind: 'stopped' })
    },
    show: (visible) => {
      isVisible = visible
      if (visible && isStale) soon()
    },
    [Symbol.dispose]: () => {
      isDisposed = true
      clearTimeout(timer)
      asking?.abort()
      for (const each of listening) each[Symbol.dispose]()
    },
  }
}
