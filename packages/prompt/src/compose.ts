import type { Box, Origin } from './box.ts'
import { TokenRun } from './count-joined.ts'
import type { ImagePart, ToolCallPart } from './message.ts'
import { breaksBetween, type Leaf, type Leaves, type MessageFrame } from './leaves.ts'
import type { Tokenizer } from './tokenizer.ts'

/** Leaves as messages. */
export interface Composition {
  messages: { frame: MessageFrame; parts: ComposedPart[] }[]
  /** As the tokenizer counts the joined texts, with what messages cost. */
  tokens: number
  /** Ends of stable content: everything before is stable. */
  breakpoints: { message: number; part: number; tokens: number }[]
  /** Stable boxes behind something that is not. */
  misplaced: Set<Box>
}

export interface ComposedPart {
  part: ImagePart | ToolCallPart | undefined
  /** For each leaf its text, behind the line break that it needs. */
  pieces: string[]
  /** For each leaf where it comes from. */
  origins: Origin[]
}

/** Joins `leaves`. A message around all of them, `within`, costs nothing here. */
export function compose(leaves: Leaves, tokenizer: Tokenizer, within?: MessageFrame): Composition {
  const composer = new Composer(tokenizer, within)
  for (let at = 0; at < leaves.length; at++) composer.add(leaves.at(at))
  return composer.end()
}

class Composer {
  readonly #result: Composition = { messages: [], tokens: 0, breakpoints: [], misplaced: new Set() }
  readonly #within: MessageFrame | undefined
  readonly #run: TokenRun
  /** The text that still grows. */
  #open: ComposedPart | undefined
  #last: Leaf | undefined
  /** Whether all so far is stable. */
  #stable = true

  constructor(tokenizer: Tokenizer, within: MessageFrame | undefined) {
    this.#run = new TokenRun(tokenizer)
    this.#within = within
  }

  add(leaf: Leaf): void {
    const { message: frame, stable, origin } = leaf.place
    if (!frame) {
      this.#result.tokens += leaf.tokens
      return
    }
    const before = this.#last
    const same =
      before !== undefined && (before.place.message === frame || (before.place.message!.loose && frame.loose))
    const ends = this.#stable && before !== undefined && before.place.stable !== stable
    if (!same || leaf.part || ends) this.#close()
    if (ends) this.#markStable()
    if (!stable) this.#stable = false
    else if (!this.#stable) this.#result.misplaced.add(stable)
    if (!same) this.#begin(frame)
    const { parts } = this.#result.messages.at(-1)!
    if (leaf.part) {
      parts.push({ part: leaf.part, pieces: [], origins: [origin] })
      this.#result.tokens += leaf.tokens
    } else if (leaf.text !== '') {
      const breaks = same && breaksBetween(before.text, before.place, leaf.place)
      if (this.#open) this.#settle(before!, breaks)
      else {
        parts.push((this.#open = { part: undefined, pieces: [], origins: [] }))
        // The stable text before this one stays as it is, whatever follows it.
        if (breaks) this.#run.add('\n')
      }
      this.#open.pieces.push(breaks ? `\n${leaf.text}` : leaf.text)
      this.#open.origins.push(origin)
    } else if (same) return
    this.#last = leaf
  }

  end(): Composition {
    this.#close()
    if (this.#stable && this.#last) this.#markStable()
    return this.#result
  }

  #begin(frame: MessageFrame): void {
    this.#result.messages.push({ frame, parts: [] })
    if (frame !== this.#within) this.#result.tokens += frame.tokens
  }

  /** What follows the last leaf is known. */
  #settle(leaf: Leaf, breaks: boolean): void {
    this.#run.add(leaf.text, breaks, leaf.breaks === breaks ? leaf.tokens : undefined)
  }

  #close(): void {
    if (!this.#open) return
    this.#settle(this.#last!, false)
    this.#result.tokens += this.#run.end()
    this.#open = undefined
  }

  #markStable(): void {
    const { messages, tokens, breakpoints } = this.#result
    const message = messages.length - 1
    breakpoints.push({ message, part: messages[message]!.parts.length - 1, tokens })
  }
}
