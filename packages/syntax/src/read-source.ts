import { type Import, importsOf } from './imports.ts'
import { outlineOf } from './outline.ts'
import { withTree } from './parse.ts'
import { type Reference, referencesOf } from './references.ts'
import type { SourceSymbol } from './symbols.ts'

/** What `outline`, `references` and `imports` say of a file. */
export interface SourceReading {
  symbols: SourceSymbol[]
  references: Reference[]
  imports: Import[]
}

/** All of it from one tree, for who wants all. Undefined where there is no tree: see {@link withTree}. */
export function readSource(path: string, text: string, signal?: AbortSignal): Promise<SourceReading | undefined> {
  return withTree(
    path,
    text,
    async (parsed) => ({
      symbols: await outlineOf(parsed),
      references: await referencesOf(parsed),
      imports: await importsOf(parsed),
    }),
    signal,
  )
}
