import type { Decisions } from './decisions.ts'
import type { Box, ElasticBox, MessageBox, Origin } from './box.ts'
import type { ImagePart, Role, ToolCallPart } from './message.ts'

/** Something that a message shows; without a message, tokens kept free. */
export interface Leaf {
  unit: Unit
  /** Empty for a part. */
  text: string
  part: ImagePart | ToolCallPart | undefined
  message: MessageFrame | undefined
  /** Leaves on different lines are never joined without a line break. */
  line: number
  /** The next leaf of the message is on another line: the text is counted with a line break. */
  breaks: boolean
  tokens: number
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

/** What is kept or cut as a whole: a box with a rule, and all in it that has none. It needs the unit around it. */
export interface Unit {
  /** Its place among the units of its plan, by which it is decided about (`Decisions`). */
  readonly index: number
  readonly box: Box
  readonly parent: Unit | undefined
  readonly priority: number
  /** Of one priority, what is fixed comes first, then what has alternatives, then what takes what is left. */
  readonly phase: 0 | 1 | 2
  readonly stable: Box | undefined
  /** The messages that it shows something in. Units side by side share the list. */
  frames: readonly MessageFrame[]
  tokens: number
  /** Kept or cut together; this unit is among them. */
  together: Unit[] | undefined
  /** Of which one at most is kept. */
  alternatives: Unit[] | undefined
  /** What stands here while nothing else in it is kept. */
  placeholder: Unit | undefined
  /** It takes what is left. */
  elastic: Elastic | undefined
}

export interface Elastic {
  box: ElasticBox
  /** What it shows of that. */
  leaves: readonly Leaf[]
  /** Where it stands. */
  within: MessageFrame | undefined
  line: number
}

/** Whether it stands for what is not kept. */
export const isPlaceholder = (unit: Unit): boolean => unit.parent?.placeholder === unit

export interface Plan {
  readonly root: Unit
  /** In the order of the prompt. */
  readonly units: Unit[]
  /** In the order of the prompt; where an elastic unit's leaves go, the unit. */
  readonly flow: readonly (Leaf | Unit)[]
  readonly decisions: Decisions
  /** A message around all of this, which costs nothing here. */
  readonly within: MessageFrame | undefined
}

/** Whether a line break is needed between `before` and `leaf`. */
export function breaksBefore(leaf: Leaf, before: Leaf): boolean {
  return leaf.line !== before.line && before.text !== '' && !before.text.endsWith('\n')
}
