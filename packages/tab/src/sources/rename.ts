import { isWord, linear, partsOf, probabilityOf } from '@caret/patterns'
import { runsOf } from './runs.ts'
import type { EditSource, Proposal } from './source.ts'

/** How many of the last edits are looked at. */
const reach = 6

/**
 * A name became another: so do the names made of it, in each one's own style (`userId` → `accountId` makes `setAccountId` of
 * `setUserId` and `account_id` of `user_id`), all those on a line and the lines next to it at once. Where a language server has
 * said what the name means, only that has the new one.
 */
export const rename: EditSource = {
  name: 'rename',
  propose: ({ pattern, index, caret, renamed }) => {
    const proposals: Proposal[] = []
    for (const { change: made, age, part, kin, repeats } of pattern.changes) {
      if (age >= reach) continue
      const [from, to] = [made.removed[0], made.inserted[0]]
      if (made.removed.length !== 1 || made.inserted.length !== 1 || !isWord(from!) || !isWord(to!)) continue
      if (/^\d/.test(from!) || partsOf(from!).length === 0 || partsOf(to!).length === 0) continue
      const bindings = renamed.filter((binding) => binding.from === from && binding.to === to)
      // A short name alone says nothing of what else has it, nor of what is made of it.
      if (from!.length < 3 && bindings.length === 0) continue
      const holders = (name: string) => index.holders(index.number(name) ?? -1).size
      const said = {
        age: Math.log2(1 + age),
        part: part ? 1 : 0,
        left: holders(from!) > 0 ? 1 : 0,
        // Where the new name is known elsewhere, another thing is meant, and no thing has another name.
        known: Math.log2(Math.max(1, holders(to!))),
        declared: declarators.has(made.left[0] ?? '') ? 1 : 0,
        assigned: /^[:=?]$/.test(made.right[0] ?? '') ? 1 : 0,
        quoted: /^["'`/]$/.test(made.left[0] ?? '') ? 1 : 0,
        member: made.left[0] === '.' ? 1 : 0,
        kin: Math.log2(1 + kin),
        repeats: Math.log2(repeats),
      }
      for (const { path, start, end, insert, features } of runsOf(made, index, caret, bindings)) {
        const all = Object.assign(features, said)
        proposals.push({
          edit: { path, offset: start, remove: end - start, insert },
          source: 'rename',
          probability: probabilityOf(scoreOf(all)),
          features: all,
          reason: `${from} is ${to} now`,
          family: `${from} → ${to}`,
        })
      }
    }
    return proposals
  },
}

const declarators = new Set(
  'function const let var type interface class enum struct trait impl mod def func fn static val'.split(' '),
)

/** Fitted (logistic regression) on replays of real commits, in nats. */
const weights: Record<string, number> = {
  age: -0.83,
  allDerived: -3.24,
  below: 2.39,
  count: -2.33,
  derived: 1.77,
  distance: -0.42,
  folder: 1.2,
  here: 4.25,
  left: 0.74,
  nearer: -0.16,
  onward: 2.55,
  part: -3.02,
  passed: -0.26,
  runs: -0.09,
}
const bias = -5.29

/** Log odds that it is what comes next. */
const scoreOf = linear(weights, bias)
