import { setImmediate } from 'node:timers/promises'
import { standingOf } from '@caret/tab'
import { createChoices, createNames, type Names, type Table } from './choices.ts'
import { type Fit, fit, type FitOptions, oddsBy } from './fit.ts'
import type { Observed } from './observe.ts'

/** Chosen once, on the repositories that the README of the benchmarks names. */
const comparing: FitOptions = { penalty: 20 }
const trusting: FitOptions = { penalty: 0.5 }

const mostFolds = 5

/** A repository with the odds of its rivals by weights from others, and the fit of others that says which are to be trusted. */
export interface Held extends Observed {
  odds: Float64Array
  shown: NamedFit
}

export interface NamedFit {
  bias: number
  weights: Readonly<Record<string, number>>
}

/** The weights that all repositories give, and what those that the others give say of each. */
export interface Fitted {
  compared: Fit
  shown: NamedFit
  held: readonly Held[]
}

/** @param features how many there are */
export async function crossValidate(
  observed: readonly Observed[],
  features: number,
  onProgress?: (fits: number, of: number) => void,
  signal?: AbortSignal,
): Promise<Fitted> {
  const folds = Math.min(mostFolds, observed.length)
  const without = <T>(fold: number, all: readonly T[]) => all.filter((_, at) => at % folds !== fold)
  const compare = async (tables: readonly Table[], fits: number) => {
    // A fit holds the thread for seconds: who wants to stop is heard before the next.
    await setImmediate()
    signal?.throwIfAborted()
    const fitted = fit(tables, features, comparing)
    onProgress?.(fits, folds + 1)
    return fitted
  }
  const tables = observed.map(({ table }) => table)
  const others: Fit[] = []
  for (let fold = 0; fold < folds; fold++) others.push(await compare(without(fold, tables), fold + 1))
  const odds = tables.map((table, at) => oddsBy(others[at % folds]!, table))
  const names = createNames()
  const standings = observed.map((each, at) => standingsOf(each, odds[at]!, names))
  const trust = (some: readonly Table[]) => named(names.all, fit(some, names.all.length, trusting))
  const shown = others.map((_, fold) => trust(without(fold, standings)))
  return {
    compared: await compare(tables, folds + 1),
    shown: trust(standings),
    held: observed.map((each, at) => ({ ...each, odds: odds[at]!, shown: shown[at % folds]! })),
  }
}

/** The likeliest of each step, with what says whether it is right. */
function standingsOf({ steps }: Observed, odds: Float64Array, names: Names): Table {
  const choices = createChoices(names)
  let row = 0
  for (const { rivals } of steps) {
    const own = [...odds.subarray(row, row + rivals.length)]
    row += rivals.length
    if (rivals.length === 0) continue
    const { first, features } = standingOf(rivals, own)
    choices.add([{ features, right: rivals[first]!.right }])
  }
  return choices.table()
}

const named = (names: readonly string[], { bias, weights }: Fit): NamedFit => ({
  bias,
  weights: Object.fromEntries(names.map((name, at) => [name, weights[at]!])),
})
