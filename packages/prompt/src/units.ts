import type { Box, ElasticBox } from './box.ts'
import { firstRows, grown } from './column.ts'
import type { Leaves, MessageFrame } from './leaves.ts'

export const root = 0
export const none = -1

/**
 * The units of a plan, in the order of the prompt. A unit is what is kept or cut as a whole: a box with a rule, and all in it that
 * has none. It needs the unit around it; `root` is around all. A unit is a number, and what is known of it stands in columns:
 * while a prompt is rendered the garbage collector copies its objects twice, and it may have a hundred thousand units.
 */
export class Units {
  length = 0
  readonly box: Box[] = []
  /** The unit around it, or `none`. */
  parent = new Int32Array(firstRows)
  priority = new Float64Array(firstRows)
  /** Of one priority, what is fixed comes first (0), then what has alternatives (1), then what takes what is left (2). */
  phase = new Uint8Array(firstRows)
  tokens = new Float64Array(firstRows)
  /** The innermost unit around it, or itself, that is stable; or `none`. */
  stable = new Int32Array(firstRows)
  /** Kept or cut together; the unit is among them. */
  readonly together = new Map<number, number[]>()
  /** Of which one at most is kept. */
  readonly alternatives = new Map<number, number[]>()
  /** What stands here while nothing else in it is kept. */
  readonly placeholder = new Map<number, number>()
  /** What takes what is left. */
  readonly elastic = new Map<number, Elastic>()
  #frames = new Int32Array(firstRows)
  readonly #lists: (readonly MessageFrame[])[] = [[]]

  add(box: Box, parent: number, priority: number, phase: number): number {
    const unit = this.length++
    if (unit === this.parent.length) {
      this.parent = grown(this.parent)
      this.priority = grown(this.priority)
      this.phase = grown(this.phase)
      this.tokens = grown(this.tokens)
      this.stable = grown(this.stable)
      this.#frames = grown(this.#frames)
    }
    this.box.push(box)
    this.parent[unit] = parent
    this.priority[unit] = priority
    this.phase[unit] = phase
    this.stable[unit] = box.rule?.stable ? unit : parent === none ? none : this.stable[parent]!
    return unit
  }

  /** The messages that it shows something in. */
  frames(unit: number): readonly MessageFrame[] {
    return this.#lists[this.#frames[unit]!]!
  }

  setFrames(unit: number, frames: readonly MessageFrame[]): void {
    this.#frames[unit] = this.#lists.push(frames) - 1
  }

  addFrame(unit: number, frame: MessageFrame): void {
    const frames = this.frames(unit)
    if (frames.includes(frame)) return
    const last = this.#lists.at(-1)!
    // Units side by side share the list.
    if (frames.length === 0 && last.length === 1 && last[0] === frame) this.#frames[unit] = this.#lists.length - 1
    else this.setFrames(unit, [...frames, frame])
  }

  /** The box that makes it stable. */
  stableBox(unit: number): Box | undefined {
    return this.isStable(unit) ? this.box[this.stable[unit]!] : undefined
  }

  isStable(unit: number): boolean {
    return this.stable[unit] !== none
  }

  /** Whether it stands for what is not kept. */
  isPlaceholder(unit: number): boolean {
    return this.placeholder.get(this.parent[unit]!) === unit
  }
}

export interface Elastic {
  box: ElasticBox
  /** What it shows of that. */
  leaves: Leaves | undefined
  /** Where it stands. */
  within: MessageFrame | undefined
  line: number
}
