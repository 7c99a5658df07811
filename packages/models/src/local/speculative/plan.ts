/** What to propose next to a model that rewrites a draft. */
export interface Plan {
  /** The tokens of the draft that are expected to follow the output so far, at most `most`. */
  propose(most: number): number[]
  /** Tells of the next tokens of the output. */
  push(tokens: readonly number[]): void
  /** How many of the output's last tokens follow the draft. */
  readonly run: number
}

/**
 * Prices in an alignment in which a token that is kept earns 1, fitted on other people's commits. A jump has a fixed one, so that
 * text that was moved, or that comes after a long insertion or deletion, is found again wherever it is.
 */
const replaced = 0.5
const inserted = 0.6
const skipped = 1.2
const skippedMore = 0.01
const jumped = 4

/**
 * Follows the output of a model that was given a text to change, and proposes how it goes on: as the draft does after the place
 * where the best alignment of the output with the beginnings of the draft ends. The alignment is Gotoh's (1982), computed as the
 * output grows: each token costs as many steps as the draft has tokens, some tens of microseconds.
 */
export function createPlan(draft: readonly number[]): Plan {
  const size = draft.length
  // By position in the draft, of the best alignment that ends there: its score, and how many of its last tokens are kept.
  let scores = Float64Array.from({ length: size + 1 }, (_, at) =>
    at === 0 ? 0 : Math.max(-jumped, -skipped - skippedMore * at),
  )
  let runs = new Int32Array(size + 1)
  let newScores = new Float64Array(size + 1)
  let newRuns = new Int32Array(size + 1)
  let position = 0

  function follow(token: number): void {
    const before = position
    const fromAnywhere = scores[before]! - inserted - jumped
    let fromEarlier = -Infinity
    let best = -Infinity
    for (let at = 0; at <= size; at++) {
      let score = Math.max(scores[at]! - inserted, fromAnywhere, fromEarlier)
      let run = 0
      if (at > 0) {
        const kept = draft[at - 1] === token
        const going = scores[at - 1]! + (kept ? 1 : -replaced)
        if (going >= score) {
          score = going
          run = kept ? runs[at - 1]! + 1 : 0
        }
      }
      newScores[at] = score
      newRuns[at] = run
      fromEarlier = Math.max(fromEarlier, score - skipped) - skippedMore
      // Of equals the one nearest to where the output was.
      if (score > best || (score === best && Math.abs(at - before) < Math.abs(position - before))) {
        best = score
        position = at
      }
    }
    ;[scores, newScores] = [newScores, scores]
    ;[runs, newRuns] = [newRuns, runs]
  }

  return {
    propose: (most) => draft.slice(position, position + most),
    push(tokens) {
      for (const token of tokens) follow(token)
    },
    get run() {
      return runs[position]!
    },
  }
}
