/** Long enough to gather a burst, too short to be felt. */
const gatherMs = 4

/**
 * Gathers what comes in bursts into fewer, larger pieces. What comes after a silence, such as the echo of a key, is not
 * kept waiting.
 */
export class Batch implements Disposable {
  #parts: string[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly flushed: (text: string) => void) {}

  add(text: string): void {
    this.#parts.push(text)
    if (this.#timer) return
    this.flush()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#parts.length > 0) this.add('')
    }, gatherMs)
  }

  flush(): void {
    const text = this.#parts.join('')
    this.#parts = []
    if (text) this.flushed(text)
  }

  /** Forgets what waits. */
  clear(): void {
    this.#parts = []
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#parts = []
  }
}
