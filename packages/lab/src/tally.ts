import type { MissClass } from './classify.ts'

/** What a replay counts; `summarize` makes shares of it. */
export interface Tally {
  commits: number
  edits: number
  /** Edits after the first of their commit. */
  later: number
  /** Those that repeat an earlier edit of their commit token for token, and how many of these were predicted. */
  repeated: number
  repeatedRight: number
  /** Edits after the first that were not predicted, by what it would have taken. */
  missed: Map<MissClass, number>
  keysWithout: number
  keysWith: number
  predictions: Map<string, Shown>
  continuations: Map<string, Shown>
  /** Milliseconds of each call. */
  predictMs: number[]
  completeMs: number[]
  readyMs: number
}

/** How often a source was shown, and what came of it. */
export interface Shown {
  shown: number
  right: number
  /** Keystrokes that being right saved. */
  saved: number
}

export const emptyTally = (): Tally => ({
  commits: 0,
  edits: 0,
  later: 0,
  repeated: 0,
  repeatedRight: 0,
  missed: new Map(),
  keysWithout: 0,
  keysWith: 0,
  predictions: new Map(),
  continuations: new Map(),
  predictMs: [],
  completeMs: [],
  readyMs: 0,
})

export function count(sources: Map<string, Shown>, source: string, right: boolean, saved = 0): void {
  const shown = sources.get(source) ?? { shown: 0, right: 0, saved: 0 }
  sources.set(source, {
    shown: shown.shown + 1,
    right: shown.right + (right ? 1 : 0),
    saved: shown.saved + saved,
  })
}

/** The result of `caret eval tab`; shares are null where nothing was counted. */
export interface TabResult {
  repo: string
  commits: number
  edits: number
  recall: number | null
  precision: number | null
  saved: number | null
  continue: { precision: number | null; shown: number }
  /** Share of the edits after the first that repeat an earlier one token for token, and of these, how many were predicted. */
  repeated: { share: number | null; recall: number | null }
  /** What the edits that were not predicted consist of, as shares of those after the first. */
  missed: Partial<Record<MissClass, number | null>>
  by_source: Record<string, SourceResult>
  latency_ms: Percentiles & { predict: Percentiles; complete: Percentiles }
  ready_ms: number
  /** The most that the whole process used. */
  memory_mb: number
}

export interface SourceResult {
  kind: 'edit' | 'continuation'
  shown: number
  right: number
  wrong: number
  /** Share of all keystrokes that it saved. */
  saved: number | null
}

export interface Percentiles {
  p50: number | null
  p95: number | null
}

export function summarize(repo: string, tally: Tally): TabResult {
  const shown = [...tally.predictions.values()].reduce((sum, each) => sum + each.shown, 0)
  const right = [...tally.predictions.values()].reduce((sum, each) => sum + each.right, 0)
  const continued = [...tally.continuations.values()].reduce((sum, each) => sum + each.shown, 0)
  const accepted = [...tally.continuations.values()].reduce((sum, each) => sum + each.right, 0)
  const sources = (map: Map<string, Shown>, kind: SourceResult['kind']) =>
    [...map].map(([source, each]): [string, SourceResult] => [
      source,
      {
        kind,
        shown: each.shown,
        right: each.right,
        wrong: each.shown - each.right,
        saved: share(each.saved, tally.keysWithout),
      },
    ])
  return {
    repo,
    commits: tally.commits,
    edits: tally.edits,
    recall: share(right, tally.later),
    precision: share(right, shown),
    saved: share(tally.keysWithout - tally.keysWith, tally.keysWithout),
    continue: { precision: share(accepted, continued), shown: continued },
    repeated: { share: share(tally.repeated, tally.later), recall: share(tally.repeatedRight, tally.repeated) },
    missed: Object.fromEntries([...tally.missed].map(([what, number]) => [what, share(number, tally.later)])),
    by_source: Object.fromEntries([
      ...sources(tally.predictions, 'edit'),
      ...sources(tally.continuations, 'continuation'),
    ]),
    latency_ms: {
      ...percentiles([...tally.predictMs, ...tally.completeMs]),
      predict: percentiles(tally.predictMs),
      complete: percentiles(tally.completeMs),
    },
    ready_ms: Math.round(tally.readyMs),
    memory_mb: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

const share = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000)

function percentiles(values: number[]): Percentiles {
  const sorted = Float64Array.from(values).sort()
  const at = (p: number) => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))]
    return value === undefined ? null : Math.round(value * 1000) / 1000
  }
  return { p50: at(0.5), p95: at(0.95) }
}
