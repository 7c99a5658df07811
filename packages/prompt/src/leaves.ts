import type { Box, MessageBox, Origin } from './box.ts'
import { firstRows, grown } from './column.ts'
import type { ImagePart, Role, ToolCallPart } from './message.ts'

/** Something that a message shows. */
export interface Leaf {
  unit: number
  /** Empty for a part. */
  text: string
  part: ImagePart | ToolCallPart | undefined
  tokens: number
  /** The next leaf of the message is on another line: the text is counted with a line break. */
  breaks: boolean
  place: Place
}

/** Where a leaf stands. Leaves side by side share it. */
export interface Place {
  /** Without one: tokens kept free. */
  message: MessageFrame | undefined
  /** Leaves on different lines are never joined without a line break. */
  line: number
  /** The innermost stable box around it. */
  stable: Box | undefined
  origin: Origin
}

/** A message that is there once something in it is kept. */
export interface MessageFrame {
  role: Role
  result: MessageBox['result']
  /** Made for text outside of all messages; such messages side by side are one. */
  loose: boolean
  /** Tokens beyond its content. */
  tokens: number
}

/** In the order of the prompt, and in columns, as `Units` are. */
export class Leaves {
  length = 0
  unit = new Int32Array(firstRows)
  /** Texts and parts. */
  readonly content: (string | ImagePart | ToolCallPart)[] = []
  tokens = new Float64Array(firstRows)
  breaks = new Uint8Array(firstRows)
  #place = new Int32Array(firstRows)
  readonly #places: Place[] = []

  add({ unit, text, part, tokens, breaks, place }: Leaf): void {
    const at = this.length++
    if (at === this.unit.length) {
      this.unit = grown(this.unit)
      this.tokens = grown(this.tokens)
      this.breaks = grown(this.breaks)
      this.#place = grown(this.#place)
    }
    if (place !== this.#places.at(-1)) this.#places.push(place)
    this.unit[at] = unit
    this.content.push(part ?? text)
    this.tokens[at] = tokens
    this.breaks[at] = breaks ? 1 : 0
    this.#place[at] = this.#places.length - 1
  }

  at(at: number): Leaf {
    const content = this.content[at]!
    const isText = typeof content === 'string'
    return {
      unit: this.unit[at]!,
      text: isText ? content : '',
      part: isText ? undefined : content,
      tokens: this.tokens[at]!,
      breaks: this.breaks[at] === 1,
      place: this.place(at),
    }
  }

  place(at: number): Place {
    return this.#places[this.#place[at]!]!
  }

  *[Symbol.iterator](): Generator<Leaf> {
    for (let at = 0; at < this.length; at++) yield this.at(at)
  }
}

/** Whether a line break is needed between them. */
export const breaksBetween = (before: string, place: Place, next: Place): boolean =>
  place.line !== next.line && before !== '' && !before.endsWith('\n')
