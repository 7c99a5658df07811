import { imports, outline, references } from '@caret/syntax'
import { createMemoryWorkspace } from '@caret/workspace'
import type { Around, Known } from '../source.ts'

/** A folder in memory to look into. */
export function aroundOf(files: Record<string, string>, part: Partial<Around> = {}): Around {
  return {
    workspace: createMemoryWorkspace(files),
    syntax: { imports, outline, references },
    paths: async () => Object.keys(files),
    ...part,
  }
}

/** Lines of a file, counted from 0, as sources see them. */
export async function knownOf(path: string, text: string, start: number, end: number): Promise<Known> {
  const lines = text.split('\n')
  const from = lines.slice(0, start).join('\n').length + (start > 0 ? 1 : 0)
  return {
    ...{ path, text, lines: { start, end }, selected: true },
    range: { start: from, end: from + lines.slice(start, end).join('\n').length },
    imports: (await imports(path, text)) ?? [],
    outline: (await outline(path, text)) ?? [],
  }
}
