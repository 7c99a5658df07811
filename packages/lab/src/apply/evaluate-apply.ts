import { applySketch, type SketchResult } from '@caret/apply'
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

export interface ApplyOutcome {
  outcome: 'exact' | 'declined' | 'wrong'
  applied: SketchResult
  ms: number
}

/** The result of `caret eval apply`. */
export interface ApplyResult extends Counts {
  by_kind: Record<string, Counts>
  /** Milliseconds a case. */
  ms: { p50: number | null; p95: number | null }
}

export interface Counts {
  cases: number
  exact: number
  declined: number
  wrong: number
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

/** Applies one sketch, and says whether the right file came of it. */
export function judgeApply({ path, original, sketch, result }: ApplyCase): ApplyOutcome {
  const started = performance.now()
  const applied = applySketch({ path, original, sketch })
  const ms = performance.now() - started
  const outcome = applied.kind === 'declined' ? 'declined' : applied.text === result ? 'exact' : 'wrong'
  return { outcome, applied, ms }
}

/** Judges cases one by one and counts. */
export async function evaluateApply(
  cases: AsyncIterable<ApplyCase>,
  onCase?: (each: ApplyCase, outcome: ApplyOutcome, soFar: Counts) => void,
): Promise<ApplyResult> {
  const total = emptyCounts()
  const kinds: Record<string, Counts> = {}
  const times: number[] = []
  for await (const each of cases) {
    const judged = judgeApply(each)
    for (const counts of [total, (kinds[each.kind] ??= emptyCounts())]) {
      counts.cases++
      counts[judged.outcome]++
    }
    times.push(judged.ms)
    onCase?.(each, judged, total)
  }
  const sorted = Float64Array.from(times).sort()
  const at = (share: number) => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
    return value === undefined ? null : Math.round(value * 1000) / 1000
  }
  return { ...total, by_kind: kinds, ms: { p50: at(0.5), p95: at(0.95) } }
}

const emptyCounts = (): Counts => ({ cases: 0, exact: 0, declined: 0, wrong: 0 })
