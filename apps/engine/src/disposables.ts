/** Disposes what it owns, last first, even where one of them fails; then throws the first failure. */
export class Disposables implements AsyncDisposable {
  #owned: (Disposable | AsyncDisposable)[] = []

  use<T extends Disposable | AsyncDisposable>(value: T): T {
    this.#owned.push(value)
    return value
  }

  defer(action: () => void | Promise<void>): void {
    this.use({ [Symbol.asyncDispose]: async () => action() })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = []
    for (const value of this.#owned.splice(0).reverse()) {
      try {
        if (Symbol.asyncDispose in value) await value[Symbol.asyncDispose]()
        else value[Symbol.dispose]()
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures[0]
  }
}
