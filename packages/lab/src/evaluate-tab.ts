import type { Predictor } from '@caret/tab'
import { openCommits } from '@caret/workspace'
import type { Mistake } from './mistakes.ts'
import { replay, type ReplayOptions } from './replay.ts'
import { emptyTally, summarize, type TabResult } from './tally.ts'
import { walk } from './walk.ts'

export interface EvaluateTabOptions extends ReplayOptions {
  /** A folder in a git repository, or a bare one. */
  repo: string
  predictor: Predictor
  onMistake?: (mistake: Mistake) => void
  /** After each commit. */
  onProgress?: (progress: { done: number; subject: string; soFar: TabResult }) => void
}

/**
 * Replays real commits against a predictor and says how much of them it would have taken over. The predictor knows the
 * parent's tree and the edits made so far, and nothing else. It is opened anew for each commit and left open.
 */
export async function evaluateTab(options: EvaluateTabOptions, signal?: AbortSignal): Promise<TabResult> {
  const { repo, predictor, onMistake, onProgress, ...range } = options
  const tally = emptyTally()
  await using reader = await openCommits(repo, signal)
  for await (const commit of replay(reader, range, signal)) {
    const started = performance.now()
    await predictor.open(commit.before, signal)
    // Only the first opening starts from nothing.
    if (tally.commits === 0) {
      tally.readyMs = performance.now() - started
      for (const _ of predictor.rehearse()) signal?.throwIfAborted()
    }
    await walk(commit, predictor, tally, onMistake, signal)
    onProgress?.({ done: tally.commits, subject: commit.subject, soFar: summarize(repo, tally) })
  }
  return summarize(repo, tally)
}
