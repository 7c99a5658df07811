/** What was said, the newest last, and the way back through it. */
export interface History {
  /** Adds what was said; twice the same is once. */
  add(text: string): void
  /** What was said before what is shown; `typed` is kept for the way back. Undefined at the beginning. */
  older(typed: string): string | undefined
  /** What was said after that, and at the end what had been typed. Undefined there. */
  newer(): string | undefined
}

const most = 100

/** @param keep hears of all that is to be remembered */
export function createHistory(entries: readonly string[], keep: (entries: readonly string[]) => void): History {
  let all = [...entries]
  let at = all.length
  let draft = ''
  return {
    add(text) {
      all = [...all.filter((other) => other !== text), text].slice(-most)
      at = all.length
      keep(all)
    },
    older(typed) {
      if (at === 0) return undefined
      if (at === all.length) draft = typed
      return all[--at]
    },
    newer() {
      if (at === all.length) return undefined
      return ++at === all.length ? draft : all[at]
    },
  }
}
