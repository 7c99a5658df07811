import type { ImagePart, PromptMessage, TextPart, ToolResultPart } from './message.ts'
import type { CacheBreakpoint } from './render.ts'

/** Settings for providers by name, as the AI SDK has them. */
export type ProviderOptions = Record<string, Record<string, JsonValue>>

type JsonValue = null | string | number | boolean | JsonValue[] | { [key: string]: JsonValue | undefined }

interface Options {
  providerOptions?: ProviderOptions
}

type ModelImage = { type: 'image'; image: string | URL; mediaType?: string } & Options

type ModelText = { type: 'text'; text: string } & Options

type ModelToolCall = { type: 'tool-call'; toolCallId: string; toolName: string; input: unknown } & Options

type ModelToolResult = { type: 'tool-result'; toolCallId: string; toolName: string; output: ToolOutput } & Options

type ToolOutput =
  | { type: 'text' | 'error-text'; value: string }
  | {
      type: 'content'
      value: (
        | { type: 'text'; text: string }
        | { type: 'image-data'; data: string; mediaType: string }
        | { type: 'image-url'; url: string }
      )[]
    }

/** A message as the AI SDK takes it (its `ModelMessage`). */
export type ModelMessage =
  | ({ role: 'system'; content: string } & Options)
  | { role: 'user'; content: (ModelText | ModelImage)[] }
  | { role: 'assistant'; content: (ModelText | ModelToolCall)[] }
  | { role: 'tool'; content: ModelToolResult[] }

/** What marks a cache breakpoint for Anthropic's models; other providers pass over it. */
export const cacheHere: ProviderOptions = { anthropic: { cacheControl: { type: 'ephemeral' } } }

/**
 * The messages as the AI SDK takes them, with `mark` at the cache breakpoints. A system message is one text there, so one with a
 * breakpoint inside becomes two. An answer that is begun for the model ends without blanks, as providers demand.
 */
export function toModelMessages(
  { messages, breakpoints }: { messages: readonly PromptMessage[]; breakpoints: readonly CacheBreakpoint[] },
  mark: ProviderOptions = cacheHere,
): ModelMessage[] {
  return messages.flatMap((message, index): ModelMessage[] => {
    const parts = message.content.map((part, at) => {
      const marked = breakpoints.some((point) => point.message === index && point.part === at)
      return { part, options: marked ? { providerOptions: mark } : {} }
    })
    const trimmed = message.role === 'assistant' && index === messages.length - 1
    switch (message.role) {
      case 'system':
        return parts.flatMap(({ part, options }) =>
          part.type === 'text' ? [{ role: 'system', content: part.text, ...options }] : [],
        )
      case 'user':
        return [
          {
            role: 'user',
            content: parts.flatMap(({ part, options }): (ModelText | ModelImage)[] => {
              if (part.type === 'text') return [{ ...part, ...options }]
              return part.type === 'image' ? [{ ...part, image: imageOf(part), ...options }] : []
            }),
          },
        ]
      case 'assistant':
        return [
          {
            role: 'assistant',
            content: parts.flatMap(({ part, options }, at): (ModelText | ModelToolCall)[] => {
              if (part.type === 'text') {
                const text = trimmed && at === parts.length - 1 ? part.text.trimEnd() : part.text
                return text === '' ? [] : [{ type: 'text', text, ...options }]
              }
              if (part.type !== 'tool-call') return []
              const { id, name, input } = part
              return [{ type: 'tool-call', toolCallId: id, toolName: name, input, ...options }]
            }),
          },
        ]
      case 'tool':
        return [
          {
            role: 'tool',
            content: parts.flatMap(({ part, options }): ModelToolResult[] => {
              if (part.type !== 'tool-result') return []
              const { id, name } = part
              return [{ type: 'tool-result', toolCallId: id, toolName: name, output: outputOf(part), ...options }]
            }),
          },
        ]
    }
  })
}

function outputOf({ content, isError }: ToolResultPart): ToolOutput {
  if (content.every((part): part is TextPart => part.type === 'text')) {
    return { type: isError ? 'error-text' : 'text', value: content.map(({ text }) => text).join('') }
  }
  return {
    type: 'content',
    value: content.map((part) => {
      if (part.type === 'text') return part
      if (isAddress(part.image)) return { type: 'image-url', url: part.image }
      return { type: 'image-data', data: part.image, mediaType: part.mediaType ?? 'image/png' }
    }),
  }
}

const imageOf = ({ image }: ImagePart) => (isAddress(image) ? new URL(image) : image)

const isAddress = (image: string) => /^(?:https?|data):/.test(image)
