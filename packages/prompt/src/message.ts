export type Role = 'system' | 'user' | 'assistant' | 'tool'

/** A message, in no provider's form. Content that stands side by side is one part, except at a cache breakpoint. */
export interface PromptMessage {
  role: Role
  content: PromptPart[]
}

export type PromptPart = TextPart | ImagePart | ToolCallPart | ToolResultPart

export interface TextPart {
  type: 'text'
  text: string
}

export interface ImagePart {
  type: 'image'
  /** Base64 or an address. */
  image: string
  mediaType?: string
}

export interface ToolCallPart {
  type: 'tool-call'
  id: string
  name: string
  input: unknown
}

/** The only part of a `tool` message. */
export interface ToolResultPart {
  type: 'tool-result'
  id: string
  name: string
  isError: boolean
  content: (TextPart | ImagePart)[]
}
