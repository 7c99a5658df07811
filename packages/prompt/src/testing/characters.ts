import type { RenderedPrompt } from '../render.ts'
import type { Tokenizer } from '../tokenizer.ts'

/** One token a UTF-16 unit. */
export const characters: Tokenizer = { name: 'characters', count: (text) => text.length }

/** All texts, one after the other. */
export function textOf({ messages }: Pick<RenderedPrompt, 'messages'>): string {
  return messages
    .flatMap(({ content }) => content.flatMap((part) => (part.type === 'tool-result' ? part.content : part)))
    .map((part) => (part.type === 'text' ? part.text : ''))
    .join('')
}
