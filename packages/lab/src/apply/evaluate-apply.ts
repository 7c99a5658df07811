import { applyChecked, changesBetween, type SketchResult } from '@caret/apply'
import { syntaxErrors } from '@caret/syntax'
import type { ApplyCase } from './apply-cases.ts'

export interface ApplyOutcome {
  outcome: 'exact' | 'declined' | 'wrong'
  applied: SketchResult
  ms: number
  /** A wrong result with errors of syntax that neither the file had nor has after the commit. */
  broken: boolean
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
  /** Of the wrong ones, those that bring errors of syntax. */
  broken: number
}

/** Applies one sketch, and says whether the right file came of it. */
export async function judgeApply({ path, original, sketch, result }: ApplyCase): Promise<ApplyOutcome> {
  const started = performance.now()
  const applied = await applyChecked({ path, original, sketch })
  const ms = performance.now() - started
  if (applied.kind === 'declined') return { outcome: 'declined', applied, ms, broken: false }
  if (applied.text === result) return { outcome: 'exact', applied, ms, broken: false }
  const [faults = 0, ...others] = await Promise.all(
    [applied.text, original, result].map(async (text) => (await syntaxErrors(path, text))?.length ?? 0),
  )
  return { outcome: 'wrong', applied, ms, broken: faults > Math.max(...others) }
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
    const judged = await judgeApply(each)
    for (const counts of [total, (kinds[each.kind] ??= emptyCounts())]) {
      counts.cases++
      counts[judged.outcome]++
      if (judged.broken) counts.broken++
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

const emptyCounts = (): Counts => ({ cases: 0, exact: 0, declined: 0, wrong: 0, broken: 0 })

/** A case that was declined or wrong, for people to read. */
export function describeApply({ path, kind, sketch, original, result }: ApplyCase, { applied }: ApplyOutcome): string {
  const title =
    applied.kind === 'declined'
      ? `DECLINED (${applied.form}, lines ${applied.region.start + 1} to ${applied.region.end}): ${applied.reason}`
      : `WRONG (${applied.form})`
  const parts = [
    `── ${title} ── ${kind} ${path}`,
    '  the sketch',
    quote(sketch),
    '  what it should do',
    changesIn(original, result),
  ]
  if (applied.kind === 'applied') parts.push('  where the result is another', changesIn(result, applied.text))
  return `${parts.join('\n')}\n`
}

const quote = (text: string) =>
  text
    .split('\n')
    .map((line) => `    | ${line}`)
    .join('\n')

function changesIn(before: string, after: string): string {
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  return changesBetween(old, fresh)
    .map(({ aFrom, aTo, bFrom, bTo }) =>
      [
        `    @ ${aFrom + 1}`,
        ...old.slice(aFrom, aTo).map((line) => `    - ${line}`),
        ...fresh.slice(bFrom, bTo).map((line) => `    + ${line}`),
      ].join('\n'),
    )
    .join('\n')
}
