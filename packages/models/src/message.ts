import type { LanguageModelV3FilePart, LanguageModelV3Message, SharedV3ProviderOptions } from '@ai-sdk/provider'

/** A picture in a message of the user: base64, or an address (also one that holds the picture itself). */
export interface ImagePart {
  type: 'image'
  image: string | URL
  /** By default any picture. */
  mediaType?: string
  providerOptions?: SharedV3ProviderOptions
}

type UserMessage = Extract<LanguageModelV3Message, { role: 'user' }>

/** A message as providers of the AI SDK take it; pictures may also be said as the SDK's users do. */
export type Message =
  | Exclude<LanguageModelV3Message, { role: 'user' }>
  | (Omit<UserMessage, 'content'> & { content: (UserMessage['content'][number] | ImagePart)[] })

export const system = (text: string): LanguageModelV3Message => ({ role: 'system', content: text })
export const user = (text: string): LanguageModelV3Message => ({ role: 'user', content: [{ type: 'text', text }] })
export const assistant = (text: string): LanguageModelV3Message => ({
  role: 'assistant',
  content: [{ type: 'text', text }],
})

export const toProviderMessages = (messages: readonly Message[]): LanguageModelV3Message[] =>
  messages.map((message) => {
    if (message.role !== 'user') return message
    return { ...message, content: message.content.map((part) => (part.type === 'image' ? toFile(part) : part)) }
  })

const inAddress = /^data:([^;,]+);base64,(.*)$/s

function toFile({ image, mediaType = 'image/*', providerOptions }: ImagePart): LanguageModelV3FilePart {
  const options = providerOptions && { providerOptions }
  const [, type, data] = inAddress.exec(String(image)) ?? []
  if (type && data) return { type: 'file', data, mediaType: type, ...options }
  const isAddress = typeof image === 'string' && /^https?:/.test(image)
  return { type: 'file', data: isAddress ? new URL(image) : image, mediaType, ...options }
}
