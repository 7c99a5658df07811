/** A layer of tanh units and one linear output. */
export interface Network {
  inputs: number
  hidden: number
  /** For each hidden unit its bias and its weights; then the output's bias and weights, and direct weights of the inputs. */
  weights: Float32Array
}

export const weightCount = (inputs: number, hidden: number): number => hidden * (inputs + 1) + 1 + hidden + inputs

/** The output for `features[from..from + inputs)`. */
export function evaluate({ inputs, hidden, weights }: Network, features: Float32Array, from: number): number {
  let at = hidden * (inputs + 1)
  let sum = weights[at++]!
  for (let unit = 0, weight = 0; unit < hidden; unit++) {
    let activation = weights[weight++]!
    for (let input = 0; input < inputs; input++) activation += weights[weight++]! * features[from + input]!
    sum += weights[at++]! * tanh(activation)
  }
  for (let input = 0; input < inputs; input++) sum += weights[at++]! * features[from + input]!
  return sum
}

/** A rational approximation, exact enough for a ranking and several times faster than `Math.tanh`. */
function tanh(x: number): number {
  if (x > 4) return 1
  if (x < -4) return -1
  const square = x * x
  return (x * (10395 + square * (1260 + square * 21))) / (10395 + square * (4725 + square * (210 + square)))
}
