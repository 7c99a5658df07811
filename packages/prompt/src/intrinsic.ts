import type { PromptChild } from './element.ts'

/** What every node may say of itself, components too. A node that says anything here is kept or cut by itself. */
export interface NodeProps {
  /**
   * Higher is kept longer. Nodes without one have their parent's and are kept or cut with it; at the top that is
   * `essential`: never cut.
   */
  priority?: number | undefined
  /** The priority as a difference to the parent's: −1 is cut before what surrounds it. */
  relative?: number | undefined
  /**
   * Nodes with the same name here are kept or cut together, by the highest priority among them. It holds in one isolated part
   * or alternative.
   */
  keepWith?: string | undefined
  /**
   * The content seldom changes from request to request. Stable nodes are chosen among themselves, so that nothing that
   * changes pushes them out, and as far as they stand at the beginning they are a prefix that providers can cache.
   */
  stable?: boolean | undefined
  /** Stands here while nothing of the children is kept. */
  ifEmpty?: PromptChild | undefined
  key?: string | number | undefined
}

interface Parent extends NodeProps {
  children?: PromptChild
}

export interface ToolCallProps extends NodeProps {
  id: string
  name: string
  /** JSON. */
  input: unknown
}

export interface ToolResultProps extends Parent {
  /** That of its tool call: the two are kept or cut together. */
  id: string
  name: string
  isError?: boolean
}

export interface ImageProps extends NodeProps {
  /** Base64, or an address that starts with `http:`, `https:` or `data:`. */
  image: string
  mediaType?: string
  /** What it costs; else the tokenizer says. */
  tokens?: number
}

export interface CodeProps extends Parent {
  path?: string
  language?: string
  /** The number of the first line (default: 1), or `false` for no numbers (the default). */
  lineNumbers?: number | boolean
}

export interface ListProps extends Parent {
  /** Items are numbered in the order that they are written, whichever of them are kept. */
  ordered?: boolean
}

/** How much of the budget a node that adapts to its room may take. */
export interface Sizing {
  /** A room of its own, in tokens, whatever else is in the prompt. */
  budget?: number
  /** Else its share of what is left when its turn comes, by weight (default: 1) … */
  flex?: number
  /** … and no more tokens than this. */
  max?: number
}

export interface FlexProps extends Parent {
  /** Its share among the flexible nodes of the same priority (default: 1). */
  weight?: number
  /** The most tokens that it takes. */
  max?: number
}

export interface LinesProps extends NodeProps, Sizing {
  /** The text that is cut by line. */
  text: string
  /** The line, from 0, next to which lines are kept; `'start'` (the default) and `'end'` keep the head or the tail. */
  focus?: number | 'start' | 'end'
  /** Lines, from 0, that are kept before the surroundings of the focus: headers of enclosing scopes, say. */
  prefer?: readonly number[]
  /** The number of the first line (default: 1), or `false` for no numbers (the default). */
  lineNumbers?: number | boolean
}

/** The elements by name. */
export interface IntrinsicElements {
  /** A message. Text outside of all messages becomes a message of the user. */
  system: Parent
  user: Parent
  assistant: Parent
  'tool-call': ToolCallProps
  'tool-result': ToolResultProps
  image: ImageProps
  /** Text within a line, or several nodes as one; `<>…</>` is the same without props. */
  text: Parent
  /** Begins a line and ends it. */
  block: Parent
  br: NodeProps
  /** A fenced block. */
  code: CodeProps
  list: ListProps
  item: Parent
  /** The first of its children that fits when its turn comes, and none of the others. */
  first: Parent
  /** Rendered with a budget of its own: the same whatever stands beside it, and kept or cut as a whole. */
  isolate: Parent & { budget: number }
  /** Rendered with a share of what is left when its turn comes: among what must be kept, and without a priority, at last. */
  flex: FlexProps
  /** A text of which those lines are kept that fit into its budget or its share. */
  truncate: LinesProps
  /** Takes tokens of the budget and shows nothing: room for the answer. */
  reserve: NodeProps & { tokens: number }
}
