import { readFile, rename, writeFile } from 'node:fs/promises'
import type { Kept } from '@caret/tab'
import * as z from 'zod'

const kept: z.ZodType<Kept> = z.object({
  history: z.array(
    z.object({
      path: z.string(),
      hash: z.string(),
      edits: z
        .array(
          z.object({
            offset: z.number().int().min(0),
            removed: z.string(),
            inserted: z.string(),
            time: z.number(),
            predicted: z.boolean(),
          }),
        )
        .min(1),
    }),
  ),
  habits: z.record(z.string(), z.number()),
})

/** What the last predictor of the folder has left. Throws where that is no longer to be understood. */
export async function readKept(file: string): Promise<Kept | undefined> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch {
    return undefined
  }
  return kept.parse(JSON.parse(text))
}

/** Writes what is to be kept, now and then. */
export interface Keeper {
  /** There is something new. */
  soon(): void
  /** Writes what is new at once. */
  flush(): Promise<void>
}

/** In milliseconds; a crash costs so much history at most. */
const delay = 3_000

export function createKeeper(file: string, keep: () => Kept): Keeper {
  let timer: ReturnType<typeof setTimeout> | undefined
  let written: Promise<void> = Promise.resolve()
  const write = () => {
    clearTimeout(timer)
    timer = undefined
    const text = JSON.stringify(keep())
    written = written.then(async () => {
      await writeFile(`${file}.new`, text, { mode: 0o600 })
      await rename(`${file}.new`, file)
    })
    // A full disk must not end the predictor; the next time tries again.
    written = written.catch(() => {})
    return written
  }
  return {
    soon: () => void (timer ??= setTimeout(write, delay)),
    flush: () => (timer ? write() : written),
  }
}
