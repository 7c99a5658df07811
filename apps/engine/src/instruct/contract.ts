import type { Recording, RenderedPrompt } from '@caret/prompt'
import { defineService, request } from '@caret/protocol'
import type { Import, Reference, SourceSymbol } from '@caret/syntax'
import * as z from 'zod'

const file = { path: z.string(), text: z.string() }

export type Laid = Pick<RenderedPrompt, 'messages' | 'breakpoints' | 'tokens'> & { recording: Recording }

/** What the thread serves that reads code and lays out prompts: grammars and tokenizers take hundreds of milliseconds at first. */
export const readerService = defineService('reader', {
  outline: request(z.object(file), z.custom<SourceSymbol[]>().nullable()),
  imports: request(z.object(file), z.custom<Import[]>().nullable()),
  references: request(
    z.object({ ...file, range: z.object({ start: z.number(), end: z.number() }).optional() }),
    z.custom<Reference[]>().nullable(),
  ),
  /** A prompt by its name; null where what it must show does not fit. */
  render: request(
    z.object({ prompt: z.string(), props: z.record(z.string(), z.unknown()), budget: z.number() }),
    z.custom<Laid>().nullable(),
  ),
})
