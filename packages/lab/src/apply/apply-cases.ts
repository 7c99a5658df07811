import { isSourcePath, isSourceText } from '@caret/syntax'
import { type CommitReader, openCommits, type PastCommit } from '@caret/workspace'
import type { ChangedFile } from './changed-file.ts'
import { randomFrom } from './random.ts'
import { sketchers } from './sketches.ts'

/** A file, what a model would write about it, and what should come of it. */
export interface ApplyCase {
  path: string
  original: string
  sketch: string
  result: string
  kind: string
}

export interface ApplyCasesOptions {
  /** A folder in a git repository, or a bare one. */
  repo: string
  /** How many commits at most, the newest; default 100. */
  commits?: number
  seed?: string
  kinds?: readonly string[]
}

/** Sketches of what real commits changed, file by file and kind by kind: the same for the same seed. */
export async function* applyCases(options: ApplyCasesOptions, signal?: AbortSignal): AsyncIterable<ApplyCase> {
  const { repo, commits = 100, seed = '1', kinds = Object.keys(sketchers) } = options
  await using reader = await openCommits(repo, signal)
  for (const commit of (await reader.list({}, signal)).slice(0, commits)) {
    signal?.throwIfAborted()
    for (const { path, original, result, file } of await changedFiles(reader, commit, signal)) {
      for (const kind of kinds) {
        const sketch = sketchers[kind]!(file, randomFrom(`${seed} ${commit.id} ${path} ${kind}`))
        if (sketch !== undefined) yield { path, original, sketch, result, kind }
      }
    }
  }
}

async function changedFiles(reader: CommitReader, commit: PastCommit, signal?: AbortSignal) {
  const found: { path: string; original: string; result: string; file: ChangedFile }[] = []
  for (const { kind, path, before, after, lines } of await reader.changes(commit, signal)) {
    if (kind !== 'modified' || !isSourcePath(path) || lines.length === 0 || lines.length > 60) continue
    const [old, fresh] = (await Promise.all([reader.blob(before), reader.blob(after)])).map((blob) =>
      blob?.toString('utf8'),
    )
    if (!old || !fresh || !isSourceText(old) || !isSourceText(fresh)) continue
    // A break at the end that comes or goes cannot be told in a sketch.
    if (old.endsWith('\n') !== fresh.endsWith('\n') || !old.endsWith('\n')) continue
    const file = { path, before: linesOf(old), after: linesOf(fresh), changes: lines }
    found.push({ path, original: old, result: fresh, file })
  }
  return found
}

const linesOf = (text: string) => text.replace(/\n$/, '').split('\n')

/** The kinds of sketches that `applyCases` makes. */
export const applyKinds: readonly string[] = Object.keys(sketchers)

/** Reads one case. Throws a `SyntaxError` that says what is missing. */
export function readApplyCase(line: string): ApplyCase {
  const value = JSON.parse(line) as Partial<ApplyCase> | null
  const lacking = (['path', 'original', 'sketch', 'result'] as const).find((key) => typeof value?.[key] !== 'string')
  if (!value || lacking) {
    throw new SyntaxError(
      `A case is one JSON object with \`path\`, \`original\`, \`sketch\` and \`result\`; ${lacking} is missing.`,
    )
  }
  return { kind: 'given', ...(value as Omit<ApplyCase, 'kind'>) }
}
