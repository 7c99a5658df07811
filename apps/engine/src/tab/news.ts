/** What a predictor has heard, for those whose work holds only as long as it hears nothing more. */
export interface News {
  /** The edition of the texts: another one whenever a text has become another. */
  readonly texts: number
  /** Aborted when the predictor hears something more. */
  readonly next: AbortSignal
  tell(about: 'texts' | 'knowledge'): void
}

export function createNews(): News {
  let texts = 0
  let next = new AbortController()
  return {
    get texts() {
      return texts
    },
    get next() {
      return next.signal
    },
    tell: (about) => {
      if (about === 'texts') texts++
      const told = next
      next = new AbortController()
      told.abort()
    },
  }
}

export const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
