import type { Caret, FileEdit, Predictor } from '@caret/tab'
import { applyEdits } from '@caret/text'

/** A recorded editing session: the texts before, the edits in order, and what may come next. */
export interface TabCase {
  name: string
  files: Record<string, string>
  edits: FileEdit[]
  caret: Caret
  expected: FileEdit[]
}

export interface CasesResult {
  cases: number
  right: number
  wrong: number
  silent: number
}

export type Outcome = 'right' | 'wrong' | 'silent'

/** Reads one case. Throws a `SyntaxError` that says what is missing. */
export function readCase(line: string): TabCase {
  const value = JSON.parse(line) as Partial<TabCase> | null
  const lacking = (['files', 'edits', 'caret', 'expected'] as const).find((key) => typeof value?.[key] !== 'object')
  if (!value || lacking)
    throw new SyntaxError(
      `A case is one JSON object with \`files\`, \`edits\`, \`caret\` and \`expected\`; ${lacking} is missing.`,
    )
  return { name: value.name ?? '', ...(value as Omit<TabCase, 'name'>) }
}

/** Asks a predictor once at the end of a session: for the next edit, and where it has none, for what comes at the caret. */
export async function judgeCase(
  { files, edits, caret, expected }: TabCase,
  predictor: Predictor,
  signal?: AbortSignal,
): Promise<{ outcome: Outcome; shown?: FileEdit; source?: string }> {
  const texts = new Map(Object.entries(files))
  await predictor.open(
    {
      // A text is what tells it from every other.
      files: new Map(texts),
      read: async (path) => files[path] ?? '',
    },
    signal,
  )
  for (const edit of edits) {
    texts.set(edit.path, applyEdits(texts.get(edit.path) ?? '', [edit]))
    predictor.record(edit)
  }
  const predicted = await predictor.predict(caret, signal)
  const prediction = predicted && 'edit' in predicted ? predicted : undefined
  const continuation = prediction ? undefined : await predictor.complete(caret, signal)
  const shown = prediction?.edit ?? (continuation && { ...caret, remove: 0, insert: continuation.text })
  if (!shown) return { outcome: 'silent' }
  const made = result(texts, shown)
  const right = made !== undefined && expected.some((edit) => edit.path === shown.path && result(texts, edit) === made)
  return { outcome: right ? 'right' : 'wrong', shown, source: (prediction ?? continuation)?.source }
}

function result(texts: ReadonlyMap<string, string>, edit: FileEdit): string | undefined {
  try {
    return applyEdits(texts.get(edit.path) ?? '', [edit])
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
