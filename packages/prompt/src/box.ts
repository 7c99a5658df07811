import type { NodeProps } from './intrinsic.ts'
import type { ImagePart, Role, ToolCallPart } from './message.ts'

/** Nodes of this priority and above are never cut. A child that is less important says `relative={-1}`. */
export const essential = 1e9

/** Where a box comes from: an element, or a component, and the components around it. */
export interface Origin {
  readonly name: string
  readonly within: Origin | undefined
}

/** When a box is kept: a box without a rule is kept or cut with the one around it. Often the props themselves. */
export interface Rule extends Pick<NodeProps, 'priority' | 'relative' | 'keepWith' | 'stable'> {
  ifEmpty?: Box | undefined
}

interface Common {
  origin: Origin
  rule: Rule | undefined
}

/** What stands in a box: text, as it is, another box, or several of them. */
export type Content = string | Box | Content[]

/** One after the other, without lists. In a list an empty text is nothing; by itself it is content all the same. */
export function listOf(content: Content): (string | Box)[] {
  return Array.isArray(content) ? content.flatMap((one) => (one === '' ? [] : listOf(one))) : [content]
}

/** A prompt whose components have been called: what is left to do is to choose. */
export type Box = PartBox | ReserveBox | GroupBox | CodeBox | MessageBox | FirstBox | IsolateBox | ElasticBox

export interface PartBox extends Common {
  kind: 'part'
  part: ImagePart | ToolCallPart
  /** Where the prompt itself says what it costs. */
  tokens: number | undefined
}

export interface ReserveBox extends Common {
  kind: 'reserve'
  tokens: number
}

export interface GroupBox extends Common {
  /** All but `inline` begin a line and end it. */
  kind: 'inline' | 'block' | 'list' | 'ordered' | 'item'
  children: Content
}

export interface CodeBox extends Common {
  kind: 'code'
  /** What stands behind the fence. */
  label: string
  children: Content
}

export interface MessageBox extends Common {
  kind: 'message'
  role: Role
  result: { id: string; name: string; isError: boolean } | undefined
  children: Content
}

export interface FirstBox extends Common {
  kind: 'first'
  children: Box[]
}

export interface IsolateBox extends Common {
  kind: 'isolate'
  budget: number
  children: Content
}

/** Takes a share of what is left, and fills it with children or with the lines of a text. */
export interface ElasticBox extends Common {
  kind: 'elastic'
  weight: number
  max: number
  content: Content | LineWindow
}

export interface LineWindow {
  lines: readonly string[]
  /** Indices, the most important first: those that come first are kept. */
  order: readonly number[]
  /** The line as it is shown. */
  show(index: number): string
  /** What stands for the lines from `start` up to `end`. */
  elided(start: number, end: number): string
}

export const isWindow = (content: Content | LineWindow): content is LineWindow =>
  typeof content !== 'string' && 'lines' in content
