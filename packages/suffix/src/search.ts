import { choose, type Choice, featureCount, type Situation } from './candidates.ts'
import { evaluate } from './network.ts'
import { indentAfter, isBreakName } from './pieces.ts'
import { network } from './weights.ts'

/** A text that may come next. */
export interface Continuation {
  text: string
  /** That what the user writes next begins with `text`. */
  probability: number
}

const expansions = 8
const leastProbability = 0.12

/** Texts that may follow a situation, each beginning of them too: the likeliest are extended first. */
export function search(start: Situation): Continuation[] {
  const { vocabulary } = start
  const found = new Map<string, number>()
  const open: Node[] = [{ text: '', probability: 1, situation: start }]
  for (let expanded = 0; expanded < expansions; expanded++) {
    const node = takeLikeliest(open)
    if (!node) break
    const { situation } = node
    const choice = choose(situation)
    const probabilities = probabilitiesOf(choice)
    for (const [written, share] of beginnings(choice, probabilities)) {
      const text = node.text + written.slice(situation.partial.length)
      if (text === node.text || node.probability * share < leastProbability) continue
      // Other pieces may write the same.
      found.set(text, (found.get(text) ?? 0) + node.probability * share)
    }
    choice.candidates.forEach((candidate, index) => {
      const probability = node.probability * probabilities[index]!
      if (probability < leastProbability) return
      const name = vocabulary.names[candidate.token]!
      const text = node.text + candidate.text.slice(situation.partial.length)
      const context = new Int32Array(situation.context.length + 1)
      context.set(situation.context)
      context[situation.context.length] = candidate.token
      const base = isBreakName(name) ? indentAfter(name, situation.base)! : situation.base
      open.push({ text, probability, situation: { ...situation, context, partial: '', base, further: text !== '' } })
    })
  }
  return [...found].map(([text, probability]) => ({ text, probability }))
}

/**
 * The candidates' texts, and what they have in common up to the end of a part of a word (`create` of `createNode` and
 * `createText`), each with the probability that the next piece begins with it.
 */
function beginnings({ candidates }: Choice, probabilities: Float64Array): Map<string, number> {
  const texts = new Map<string, number>()
  const likely = candidates.filter((_, index) => probabilities[index]! > 0.01)
  for (const { text } of likely) texts.set(text, 0)
  likely.forEach(({ text }, index) => {
    for (let other = 0; other < index; other++) {
      const common = commonParts(text, likely[other]!.text)
      if (common > 1) texts.set(text.slice(0, common), 0)
    }
  })
  candidates.forEach(({ text }, index) => {
    for (const [begin, sum] of texts) if (text.startsWith(begin)) texts.set(begin, sum + probabilities[index]!)
  })
  return texts
}

/** How long the common beginning of two texts is, without a part of a word that is cut. */
function commonParts(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length++
  const ends = (text: string) =>
    length === text.length || /[a-z0-9][A-Z]|[_$]\w|\W./.test(text.slice(length - 1, length + 1))
  while (length > 0 && !(ends(one) && ends(other))) length--
  return length
}

/**
 * The probabilities when none of `refused` comes next. One of these that was not found is taken for impossible anyway.
 */
export function withoutRefused(found: readonly Continuation[], refused: readonly string[]): Continuation[] {
  const masses = found.filter(
    ({ text }) => refused.includes(text) && !refused.some((other) => other !== text && text.startsWith(other)),
  )
  const rest = Math.max(1e-6, 1 - masses.reduce((sum, { probability }) => sum + probability, 0))
  const kept: Continuation[] = []
  for (const { text, probability } of found) {
    if (refused.some((other) => text.startsWith(other))) continue
    let left = probability
    for (const mass of masses) if (mass.text.startsWith(text)) left -= mass.probability
    if (left > 0) kept.push({ text, probability: Math.min(1, left / rest) })
  }
  return kept
}

/** Softmax over the candidates and none of them. */
export function probabilitiesOf({ candidates, features }: Choice): Float64Array {
  const scores = new Float64Array(candidates.length + 1)
  let sum = 0
  for (let at = 0; at < scores.length; at++) {
    scores[at] = Math.exp(Math.min(40, evaluate(network, features, at * featureCount)))
    sum += scores[at]!
  }
  for (let at = 0; at < scores.length; at++) scores[at]! /= sum
  return scores
}

interface Node {
  text: string
  probability: number
  situation: Situation
}

function takeLikeliest(open: Node[]): Node | undefined {
  let best = 0
  for (let at = 1; at < open.length; at++) if (open[at]!.probability > open[best]!.probability) best = at
  return open.splice(best, 1)[0]
}
