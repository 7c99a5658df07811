import type { TerminalDetails } from '@caret/protocol'
import type { EnginePty } from './pty.ts'

/** Terminals of an earlier engine, by their secrets: their numbers have changed. */
export class Survivors {
  #byNonce: Map<string, number>
  #nonces: Map<number, string>

  constructor(lost: EnginePty[] = [], found: TerminalDetails[] = []) {
    this.#nonces = new Map(lost.map(({ id, nonce }) => [id, nonce]))
    const nonces = new Set(this.#nonces.values())
    this.#byNonce = new Map(found.filter(({ nonce }) => nonces.has(nonce)).map(({ nonce, id }) => [nonce, id]))
  }

  /** The terminal now in the place of the one with this secret; only once. */
  take(nonce: string): number | undefined {
    const id = this.#byNonce.get(nonce)
    this.#byNonce.delete(nonce)
    return id
  }

  /** Whether `number` is one that the earlier engine gave. */
  knew(number: number): boolean {
    return this.#nonces.has(number)
  }

  /** The terminal now in the place of the one that had this number; only once. */
  takeByNumber(number: number): number | undefined {
    const nonce = this.#nonces.get(number)
    this.#nonces.delete(number)
    return nonce === undefined ? undefined : this.take(nonce)
  }
}
