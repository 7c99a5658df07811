import type { Table } from './choices.ts'
import { minimize, type MinimizeOptions, type Smooth } from './minimize.ts'

/** Weights of a conditional logit, in log odds against silence. */
export interface Fit {
  bias: number
  /** By the numbers of the features. */
  weights: Float64Array
  /** How far each feature spreads where it was fitted: 0 for one that says nothing there. */
  spread: Float64Array
}

export interface FitOptions extends MinimizeOptions {
  /** Times the square of each weight of a standardised feature, where a table weighs 1,000. */
  penalty: number
}

/**
 * Fits weights to what was right among the alternatives of each step. The tables count the same, however long they are. With one
 * alternative a step, this is a logistic regression.
 * @param features how many there are
 */
export function fit(tables: readonly Table[], features: number, { penalty, ...options }: FitOptions): Fit {
  const scale = scaleOf(tables, features)
  const start = new Float64Array(features + 1)
  start[features] = -3
  const point = minimize(lossOf(tables, scale, penalty), start, options)
  return { ...unscaled(point, scale), spread: scale.spread }
}

/** Log odds of every row of a table. */
export function oddsBy(
  { bias, weights }: Pick<Fit, 'bias' | 'weights'>,
  { rows, columns, values }: Table,
): Float64Array {
  const odds = new Float64Array(rows.length)
  for (let row = 0, cell = 0; row < rows.length; row++) {
    let sum = bias
    for (const end = rows[row]!; cell < end; cell++) sum += values[cell]! * weights[columns[cell]!]!
    odds[row] = sum
  }
  return odds
}

export interface Scale {
  mean: Float64Array
  spread: Float64Array
}

export function scaleOf(tables: readonly Table[], features: number): Scale {
  const mean = new Float64Array(features)
  const spread = new Float64Array(features)
  const count = tables.reduce((sum, { rows }) => sum + rows.length, 0)
  for (const { columns, values } of tables) {
    for (let cell = 0; cell < values.length; cell++) {
      mean[columns[cell]!]! += values[cell]! / count
      spread[columns[cell]!]! += values[cell]! ** 2 / count
    }
  }
  for (let column = 0; column < features; column++) {
    const variance = spread[column]! - mean[column]! ** 2
    // What is the same everywhere has rounding errors for a variance.
    spread[column] = variance > 1e-9 * spread[column]! ? Math.sqrt(variance) : 0
  }
  return { mean, spread }
}

/**
 * How badly weights of standardised features, with the bias behind them, explain what was right: the logarithm of how much of
 * the whole is right, silence where nothing is, and the penalty.
 */
export function lossOf(tables: readonly Table[], scale: Scale, penalty: number): Smooth {
  const most = Math.max(1, ...tables.map(({ steps }) => longest(steps)))
  const shares = new Float64Array(most)
  return (point, slope) => {
    const features = point.length - 1
    const fitted = unscaled(point, scale)
    const raw = new Float64Array(features)
    let loss = 0
    let all = 0
    for (const table of tables) {
      const { steps, rows, right, columns, values } = table
      const odds = oddsBy(fitted, table)
      const weight = 1000 / steps.length
      for (let step = 0, row = 0, cell = 0; step < steps.length; step++) {
        const from = row
        const to = steps[step]!
        let highest = 0
        for (let at = from; at < to; at++) highest = Math.max(highest, odds[at]!)
        const silence = Math.exp(-highest)
        let sum = silence
        let wanted = 0
        let some = false
        for (let at = from; at < to; at++) {
          const mass = (shares[at - from] = Math.exp(odds[at]! - highest))
          sum += mass
          if (!right[at]) continue
          wanted += mass
          some = true
        }
        if (!some) wanted = silence
        // However unlikely: what has a logarithm has a slope.
        wanted = Math.max(wanted, 1e-300)
        loss += weight * (Math.log(sum) - Math.log(wanted))
        for (; row < to; row++) {
          const mass = shares[row - from]!
          const pull = weight * (mass / sum - (right[row] ? mass / wanted : 0))
          all += pull
          for (const end = rows[row]!; cell < end; cell++) raw[columns[cell]!]! += pull * values[cell]!
        }
      }
    }
    for (let column = 0; column < features; column++) {
      const [mean, spread, weight] = [scale.mean[column]!, scale.spread[column]!, point[column]!]
      slope[column] = (spread > 0 ? (raw[column]! - mean * all) / spread : 0) + 2 * penalty * weight
      loss += penalty * weight ** 2
    }
    slope[features] = all
    return loss
  }
}

/** Weights of features as they are, of those of standardised ones. */
function unscaled(point: Float64Array, { mean, spread }: Scale): Pick<Fit, 'bias' | 'weights'> {
  const features = point.length - 1
  const weights = new Float64Array(features)
  let bias = point[features]!
  for (let column = 0; column < features; column++) {
    if (spread[column] === 0) continue
    weights[column] = point[column]! / spread[column]!
    bias -= weights[column]! * mean[column]!
  }
  return { bias, weights }
}

function longest(ends: Uint32Array): number {
  let most = 0
  for (let at = 0; at < ends.length; at++) most = Math.max(most, ends[at]! - (ends[at - 1] ?? 0))
  return most
}
