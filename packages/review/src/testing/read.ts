import type { FileChange } from '@caret/text'
import { guide, type GuideOptions } from '../guide.ts'

/** Texts before and after, by path; of a file that comes or goes one is undefined. */
export type Texts = Record<string, readonly [before: string | undefined, after: string | undefined]>

export const filesOf = (texts: Texts): FileChange[] =>
  Object.entries(texts).map(([path, [before, after]]) => ({
    path,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  }))

export const read = (texts: Texts, options?: GuideOptions) => guide({ files: filesOf(texts) }, options)

/** The steps' titles, mechanical ones after a dot. */
export async function titles(texts: Texts): Promise<string[]> {
  const { steps } = await read(texts)
  return steps.map(({ title, mechanical }) => `${mechanical ? '· ' : ''}${title}`)
}

/** What is marked, and on which line of which side, counted from 1. */
export async function marks(texts: Texts, options?: GuideOptions): Promise<string[]> {
  const { hunks } = await read(texts, options)
  return hunks.flatMap((hunk) =>
    hunk.marks.map(({ kind, side, line, reason }) => `${kind} ${side === 'before' ? '-' : '+'}${line + 1} ${reason}`),
  )
}
