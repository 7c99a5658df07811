import type { ReplayOptions } from '../replay.ts'
import { createNames } from './choices.ts'
import { crossValidate } from './cross-validate.ts'
import { describeFitted } from './describe-fitted.ts'
import { judge, type Judgement } from './judge.ts'
import { observe, type Observed } from './observe.ts'

export interface TrainTabOptions extends ReplayOptions {
  /** Folders in git repositories, or bare ones; two at least. */
  repos: readonly string[]
  /** A line on what is being done. */
  onProgress?: (line: string) => void
}

export interface TabTraining {
  /** What each repository gave. */
  repos: readonly { repo: string; commits: number; steps: number; rivals: number; right: number }[]
  /** Each repository judged by the weights that others give. */
  judged: readonly Judgement[]
  /** The text of `fitted.ts`. */
  source: string
}

const thresholds = [0.12, 0.17, 0.22, 0.3, 0.4, 0.5]

/** Fits the weights by which Tab compares proposals, on what was right in replays of real commits. */
export async function trainTab(
  { repos, onProgress, ...range }: TrainTabOptions,
  signal?: AbortSignal,
): Promise<TabTraining> {
  if (repos.length < 2) {
    throw new RangeError('Two repositories are needed at least: each is judged by the weights that others give.')
  }
  const names = createNames()
  const observed: Observed[] = []
  for (const repo of repos) {
    const progress = (commits: number, steps: number) => onProgress?.(`${repo}: ${commits} commits, ${steps} steps`)
    observed.push(await observe(repo, range, names, progress, signal))
  }
  const fitting = (fits: number, of: number) => onProgress?.(`fitted ${fits} of ${of} times`)
  const { compared, shown, held } = await crossValidate(observed, names.all.length, fitting, signal)
  const commits = Math.max(...observed.map((each) => each.commits))
  return {
    repos: observed.map(({ repo, commits, table, steps }) => ({
      ...{ repo, commits, steps: steps.length, rivals: table.rows.length },
      right: table.right.reduce((sum, each) => sum + each, 0),
    })),
    judged: thresholds.map((threshold) => judge(held, threshold)),
    source: describeFitted({ names: names.all, compared, shown, commits, repositories: repos.length }),
  }
}
