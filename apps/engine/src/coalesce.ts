/** Calls a function soon, and at most once in so many milliseconds, however often it is asked for; until disposed. */
export function coalesce(run: () => void, ms: number): Disposable & { soon(): void } {
  let last = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    soon() {
      timer ??= setTimeout(
        () => {
          timer = undefined
          last = performance.now()
          run()
        },
        Math.max(0, last + ms - performance.now()),
      )
    },
    [Symbol.dispose]() {
      clearTimeout(timer)
    },
  }
}
