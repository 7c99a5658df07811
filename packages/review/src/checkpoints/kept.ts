import { type Origin, originKinds } from '@caret/text'
import * as z from 'zod'
import type { Accepted } from './accepted.ts'

/** An `Accepted` as it is kept: when it was, and its texts by their hashes. */
export interface Kept {
  time: number
  id: string
  title: string
  origin: Origin
  files: { path: string; to?: string; before?: string; after?: string; wasUnsaved: boolean }[]
  unsaved: { path: string; text: string }[]
}

const hash = z.string().regex(/^[0-9a-f]{64}$/)

export const keptSchema: z.ZodType<Kept> = z.object({
  time: z.number(),
  id: z.string(),
  title: z.string(),
  origin: z.object({ kind: z.enum(originKinds), detail: z.string().optional() }),
  files: z.array(
    z.object({
      path: z.string(),
      to: z.string().optional(),
      before: hash.optional(),
      after: hash.optional(),
      wasUnsaved: z.boolean(),
    }),
  ),
  unsaved: z.array(z.object({ path: z.string(), text: hash })),
})

export const hashesOf = ({ files, unsaved }: Kept): string[] => [
  ...files.flatMap(({ before, after }) => [before, after].filter((each) => each !== undefined)),
  ...unsaved.map(({ text }) => text),
]

/** With each text exchanged for what `exchange` gives for it: its hash, or for that the text. */
export async function exchangeTexts(
  { id, title, origin: { kind, detail }, files, unsaved }: Accepted,
  exchange: (text: string) => Promise<string>,
): Promise<Omit<Kept, 'time'>> {
  const kept: Omit<Kept, 'time'> = {
    ...{ id, title, files: [], unsaved: [] },
    origin: { kind, ...(detail !== undefined && { detail }) },
  }
  for (const { path, to, before, after, wasUnsaved } of files) {
    kept.files.push({
      ...{ path, wasUnsaved },
      ...(to !== undefined && { to }),
      ...(before !== undefined && { before: await exchange(before) }),
      ...(after !== undefined && { after: await exchange(after) }),
    })
  }
  for (const { path, text } of unsaved) kept.unsaved.push({ path, text: await exchange(text) })
  return kept
}
