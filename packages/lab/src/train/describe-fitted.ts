import type { NamedFit } from './cross-validate.ts'
import type { Fit } from './fit.ts'

export interface DescribeFittedOptions {
  names: readonly string[]
  compared: Fit
  shown: NamedFit
  commits: number
  repositories: number
}

/** What moves log odds by less than this from place to place is left out. */
const least = 0.01

/** The text of Tab's `fitted.ts`, formatted as all of Caret is. */
export function describeFitted({ names, compared, shown, commits, repositories }: DescribeFittedOptions): string {
  const { bias, weights, spread } = compared
  const kept = names.flatMap((name, at) =>
    Math.abs(weights[at]!) * spread[at]! < least ? [] : [[name, weights[at]!] as const],
  )
  return `/**
 * Fitted by \`caret train tab\` on replays of the last ${commits} commits of ${repositories} repositories, each as heavy as the others:
 * a conditional logit of the proposals and silence after each edit, and a logistic regression of whether the likeliest is right.
 * In nats.
 */
export const fitted = {
  bias: ${number(bias)},
  weights: {
${properties(kept.sort(([a], [b]) => (a < b ? -1 : 1)))}
  } as Readonly<Record<string, number>>,
  shown: {
${properties([['bias', shown.bias], ...Object.entries(shown.weights)])}
  },
}
`
}

const properties = (entries: readonly (readonly [string, number])[]) =>
  entries.map(([name, value]) => `    ${isIdentifier(name) ? name : `'${name}'`}: ${number(value)},`).join('\n')

const isIdentifier = (name: string) => /^[A-Za-z_$][\w$]*$/.test(name)

const number = (value: number) => String(Math.round(value * 1000) / 1000 || 0)
