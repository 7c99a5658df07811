import { editBetween } from '@caret/text'
import type { Example } from './change.ts'
import { TokenIndex } from './token-index.ts'

/** The edit between two texts, as an example. */
export function example(before: string, after: string, path = 'a.ts'): Example {
  return { path, before, edit: editBetween(before, after)! }
}

export function indexOf(files: Record<string, string>): TokenIndex {
  const index = new TokenIndex()
  for (const [path, text] of Object.entries(files)) index.set(path, text)
  return index
}
