import { createPredictor, type FileEdit, type Predictor, type Rival, sourceNames } from '@caret/tab'
import { openCommits } from '@caret/workspace'
import { remaining } from '../remaining.ts'
import { replay, type ReplayedCommit, type ReplayOptions } from '../replay.ts'
import { makeTheSame } from '../rightness.ts'
import { textsFrom } from '../texts.ts'
import { createChoices, type Names, type Table } from './choices.ts'

/** What was compared after each edit of a repository's commits. */
export interface Observed {
  repo: string
  commits: number
  table: Table
  /** One for each of the table's. */
  steps: readonly ObservedStep[]
}

export interface ObservedStep {
  /** Which of the commits. */
  commit: number
  /** Whether there was anything left to predict. */
  wanted: boolean
  rivals: readonly ObservedRival[]
}

/** Places and families are numbers here. */
export interface ObservedRival {
  right: boolean
  place: number
  family: number
  probability: number
}

/**
 * Makes the edits of commits one by one, and notes everything that Tab compares after each, the last too, and what of it makes
 * any of the edits that remain.
 */
export async function observe(
  repo: string,
  range: ReplayOptions,
  names: Names,
  onProgress?: (commits: number, steps: number) => void,
  signal?: AbortSignal,
): Promise<Observed> {
  let heard: readonly Rival[] = []
  await using predictor = createPredictor({
    // Continuations are not compared with edits.
    sources: sourceNames.filter((name) => name !== 'continue' && name !== 'row'),
    onCompared: (rivals) => (heard = rivals),
  })
  await using reader = await openCommits(repo, signal)
  const choices = createChoices(names)
  const steps: ObservedStep[] = []
  const numbers = numbering()
  let commits = 0
  for await (const commit of replay(reader, range, signal)) {
    await predictor.open(commit.before, signal)
    for await (const { judged, wanted } of comparisons(commit, predictor, () => heard, signal)) {
      choices.add(judged.map(({ rival: { features }, target }) => ({ features, right: !!target })))
      const rivals = judged.map(({ rival: { place, proposal }, target }) => ({
        right: !!target,
        place: numbers(place),
        family: numbers(proposal.family ?? ''),
        probability: proposal.probability,
      }))
      steps.push({ commit: commits, wanted, rivals })
    }
    onProgress?.(++commits, steps.length)
  }
  return { repo, commits, table: choices.table(), steps }
}

interface Judged {
  rival: Rival
  /** The edit that it makes. */
  target: FileEdit | undefined
}

async function* comparisons(
  commit: ReplayedCommit,
  predictor: Predictor,
  compared: () => readonly Rival[],
  signal?: AbortSignal,
): AsyncIterable<{ judged: readonly Judged[]; wanted: boolean }> {
  const left = remaining(commit.edits)
  const texts = textsFrom(commit.before, signal)
  let next = left.edits[0]
  let accepted: { accepted?: 'edit' } = {}
  while (next) {
    signal?.throwIfAborted()
    predictor.record({ ...next, ...accepted })
    await texts.make(next)
    left.take(next)
    await predictor.predict({ path: next.path, offset: next.offset + next.insert.length }, signal)
    const judged: Judged[] = []
    for (const rival of compared()) {
      const { edit } = rival.proposal
      const text = await texts.of(edit.path)
      judged.push({
        rival,
        target: left.edits.find((each) => each.path === edit.path && makeTheSame(text, edit, each)),
      })
    }
    yield { judged, wanted: left.edits.length > 0 }
    // Taken for what its source says, not the weights in use: what is learned does not hang on what was learned before.
    const surest = judged[0]
    const taken = surest && surest.rival.proposal.probability >= sure ? surest.target : undefined
    next = taken ?? left.edits[0]
    accepted = taken ? { accepted: 'edit' } : {}
  }
}

const sure = 0.4

/** Gives each string a number, the same each time. */
function numbering(): (text: string) => number {
  const known = new Map<string, number>()
  return (text) => {
    const number = known.get(text) ?? known.size
    known.set(text, number)
    return number
  }
}
