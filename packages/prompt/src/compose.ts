import type { Box } from './box.ts'
import { TokenRun } from './count-joined.ts'
import type { ImagePart, ToolCallPart } from './message.ts'
import { breaksBefore, type Leaf, type MessageFrame } from './unit.ts'
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
  leaves: Leaf[]
  /** For each leaf what stands before its text, nothing or a line break, and its text. */
  pieces: string[]
}

/** Joins `leaves`. A message around all of them, `within`, costs nothing here. */
export function compose(leaves: readonly Leaf[], tokenizer: Tokenizer, within?: MessageFrame): Composition {
  const composer = new Composer(tokenizer, within)
  for (const leaf of leaves) composer.add(leaf)
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
    const { message: frame } = leaf
    if (!frame) {
      this.#result.tokens += leaf.tokens
      return
    }
    const before = this.#last
    const same = before !== undefined && (before.message === frame || (before.message!.loose && frame.loose))
    const ends = this.#stable && before !== undefined && before.stable !== leaf.stable
    if (!same || leaf.part || ends) this.#close()
    if (ends) this.#markStable()
    if (!leaf.stable) this.#stable = false
    else if (!this.#stable) this.#result.misplaced.add(leaf.stable)
    if (!same) this.#begin(frame)
    const { parts } = this.#result.messages.at(-1)!
    if (leaf.part) {
      parts.push({ part: leaf.part, pieces: [], leaves: [leaf] })
      this.#result.tokens += leaf.tokens
    } else if (leaf.text !== '') {
      const breaks = same && breaksBefore(leaf, before)
      if (this.#open) this.#settle(this.#open, breaks)
      else {
        parts.push((this.#open = { part: undefined, pieces: [], leaves: [] }))
        // The stable text before this one stays as it is, whatever follows it.
        if (breaks) this.#run.add('\n')
      }
      this.#open.pieces.push(breaks ? '\n' : '', leaf.text)
      this.#open.leaves.push(leaf)
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
  #settle({ leaves }: ComposedPart, breaks: boolean): void {
    const leaf = leaves.at(-1)!
    this.#run.add(leaf.text, breaks, leaf.breaks === breaks ? leaf.tokens : undefined)
  }

  #close(): void {
    if (!this.#open) return
    this.#settle(this.#open, false)
    this.#result.tokens += this.#run.end()
    this.#open = undefined
  }

  #markStable(): void {
    const { messages, tokens, breakpoints } = this.#result
    const message = messages.length - 1
    breakpoints.push({ message, part: messages[message]!.parts.length - 1, tokens })
  }
}
