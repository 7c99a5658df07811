import { cpuUsage } from 'node:process'
import { bitsIn, changesOf, guide, type MarkKind, surpriseIn } from '@caret/review'
import { linesOf } from '@caret/text'
import { openCommits } from '@caret/workspace'
import { violationsIn } from './violations.ts'

export interface EvaluateReviewOptions {
  /** A folder in a git repository, or a bare one. */
  repo: string
  /** How many commits at most, the newest; default 20. */
  commits?: number
  /** Only this commit and those before it. */
  until?: string
  onMark?: (mark: FoundMark) => void
  onCommit?: (soFar: ReviewResult, subject: string) => void
}

/** A mark with what it is about, for people to judge. */
export interface FoundMark {
  commit: string
  subject: string
  path: string
  line: number
  side: 'before' | 'after'
  kind: MarkKind
  reason: string
  text: string
}

/** The result of `caret eval review`. */
export interface ReviewResult {
  repo: string
  commits: number
  files: number
  hunks: number
  steps: number
  /** Changed lines, of both sides. */
  lines: number
  /** Of these, lines in mechanical steps, by the step's kind. */
  mechanical: Record<string, number>
  mechanical_share: number
  /** Bits a token of new lines under a suffix model of the code before, on average over hunks: of dimmed steps by why, of others by kind. */
  surprise: Record<'quiet' | 'mechanical' | 'read', Record<string, { hunks: number; bits: number }>>
  marks: Record<string, { marks: number; commits: number }>
  commits_marked: number
  /** Declarations that another hunk of the commit uses, and how often the use is read first; by the files' order, too. */
  order: { pairs: number; violations: number; violations_by_file: number }
  /** Milliseconds of a commit; `cpu` are those in which the process computed. */
  ms: { p50: number; p95: number }
  cpu_ms: { p50: number; p95: number }
}

/** Reads the newest commits of a repository as the review would show them, and counts. */
export async function evaluateReview(options: EvaluateReviewOptions, signal?: AbortSignal): Promise<ReviewResult> {
  const { repo, commits = 20, until, onMark, onCommit } = options
  await using reader = await openCommits(repo, signal)
  const list = (await reader.list(until === undefined ? {} : { until }, signal)).slice(0, commits)
  const times: number[] = []
  const computed: number[] = []
  const result: ReviewResult = {
    ...{ repo, commits: 0, files: 0, hunks: 0, steps: 0, lines: 0, mechanical: {}, mechanical_share: 0, marks: {} },
    surprise: { quiet: {}, mechanical: {}, read: {} },
    ...{ commits_marked: 0, order: { pairs: 0, violations: 0, violations_by_file: 0 } },
    ...{ ms: { p50: 0, p95: 0 }, cpu_ms: { p50: 0, p95: 0 } },
  }
  for (const { id, parent, subject } of list) {
    const changes = await changesOf({ folder: repo, source: { kind: 'commit', commit: id } }, signal)
    const near = changes.set.files.map(({ path }) => path)
    const [started, used] = [performance.now(), cpuUsage()]
    const surprise = await surpriseIn({ folder: repo, commit: parent, near }, signal)
    const read = await guide(changes.set, { notes: changes.notes, surprise }, signal)
    times.push(performance.now() - started)
    const { user, system } = cpuUsage(used)
    computed.push((user + system) / 1000)

    result.commits++
    result.steps += read.steps.filter(({ mechanical }) => !mechanical).length
    result.hunks += read.hunks.length
    result.files += new Set(read.hunks.map(({ path }) => path)).size
    const byId = new Map(read.hunks.map((hunk) => [hunk.id, hunk]))
    const after = new Map(changes.set.files.map((file) => [file.to ?? file.path, linesOf(file.after ?? '')]))
    for (const { kind, mechanical, quiet, hunks } of read.steps) {
      const means = (result.surprise[mechanical ? 'mechanical' : quiet ? 'quiet' : 'read'][kind] ??= {
        hunks: 0,
        bits: 0,
      })
      for (const { path, after: span } of hunks.map((hunk) => byId.get(hunk)!)) {
        const bits = bitsIn(after.get(path) ?? [], span, path, surprise)
        if (bits === undefined) continue
        means.bits = (means.bits * means.hunks + bits) / ++means.hunks
      }
      const lines = hunks
        .map((hunk) => byId.get(hunk)!)
        .reduce((sum, { before, after }) => sum + before.end - before.start + after.end - after.start, 0)
      result.lines += lines
      if (mechanical) result.mechanical[kind] = (result.mechanical[kind] ?? 0) + lines
    }
    const texts = new Map(
      changes.set.files.map(({ path, to = path, before = '', after = '' }) => [
        to,
        { before: linesOf(before), after: linesOf(after) },
      ]),
    )
    const kinds = new Set<string>()
    for (const { path, marks } of read.hunks) {
      for (const { kind, side, line, reason } of marks) {
        const counts = (result.marks[kind] ??= { marks: 0, commits: 0 })
        counts.marks++
        if (!kinds.has(kind)) counts.commits++
        kinds.add(kind)
        const text = texts.get(path)?.[side][line]?.trim() ?? ''
        onMark?.({ commit: id.slice(0, 10), subject, path, line: line + 1, side, kind, reason, text })
      }
    }
    if (kinds.size > 0) result.commits_marked++
    const order = violationsIn(changes.set, read)
    result.order.pairs += order.pairs
    result.order.violations += order.violations
    result.order.violations_by_file += order.byFile
    result.mechanical_share = shareOf(
      Object.values(result.mechanical).reduce((sum, lines) => sum + lines, 0),
      result.lines,
    )
    result.ms = quantiles(times)
    result.cpu_ms = quantiles(computed)
    onCommit?.(result, subject)
  }
  return result
}

const shareOf = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000)

function quantiles(values: readonly number[]): { p50: number; p95: number } {
  const sorted = Float64Array.from(values).sort()
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  return { p50: at(0.5), p95: at(0.95) }
}
