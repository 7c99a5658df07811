/** What a function is at a point; writes its slope there into `slope`. */
export type Smooth = (point: Float64Array, slope: Float64Array) => number

export interface MinimizeOptions {
  /** Steps at most. */
  steps?: number
  /** Done when a step gains less than this share. */
  tolerance?: number
}

/** How many steps are remembered for what they say of the curvature. */
const remembered = 12

/** The lowest point of a convex function, by L-BFGS: each step goes where the last ones' change of slope says the bottom is. */
export function minimize(
  smooth: Smooth,
  start: Float64Array,
  { steps = 300, tolerance = 1e-8 }: MinimizeOptions = {},
): Float64Array {
  let point = start.slice()
  let slope = new Float64Array(point.length)
  let value = smooth(point, slope)
  const memory: Step[] = []
  for (let step = 0; step < steps; step++) {
    const direction = downhill(slope, memory)
    const decline = dot(slope, direction)
    if (decline > -1e-12) break
    let length = memory.length === 0 ? Math.min(1, 1 / Math.sqrt(-decline)) : 1
    const next = new Float64Array(point.length)
    const nextSlope = new Float64Array(point.length)
    let reached = Number.POSITIVE_INFINITY
    for (let tries = 0; tries < 40; tries++, length /= 2) {
      for (let at = 0; at < next.length; at++) next[at] = point[at]! + length * direction[at]!
      reached = smooth(next, nextSlope)
      if (reached <= value + 1e-4 * length * decline) break
    }
    // Nothing is lower that numbers can tell.
    if (!(reached < value)) break
    remember(memory, difference(next, point), difference(nextSlope, slope))
    const gained = value - reached
    ;[point, slope, value] = [next, nextSlope, reached]
    if (gained <= tolerance * Math.abs(value)) break
  }
  return point
}

interface Step {
  moved: Float64Array
  /** How the slope changed, and 1 by how much of that is along the step. */
  bent: Float64Array
  scale: number
}

function remember(memory: Step[], moved: Float64Array, bent: Float64Array): void {
  const along = dot(moved, bent)
  if (along <= 1e-12) return
  memory.push({ moved, bent, scale: 1 / along })
  if (memory.length > remembered) memory.shift()
}

/** The slope, times what is known of the inverse of the curvature, downwards. */
function downhill(slope: Float64Array, memory: readonly Step[]): Float64Array {
  const direction = slope.map((each) => -each)
  const shares: number[] = []
  for (let at = memory.length - 1; at >= 0; at--) {
    const { moved, bent, scale } = memory[at]!
    shares[at] = scale * dot(moved, direction)
    add(direction, -shares[at]!, bent)
  }
  const last = memory.at(-1)
  if (last) {
    const factor = 1 / (last.scale * dot(last.bent, last.bent))
    for (let at = 0; at < direction.length; at++) direction[at]! *= factor
  }
  for (const [at, { moved, bent, scale }] of memory.entries()) {
    add(direction, shares[at]! - scale * dot(bent, direction), moved)
  }
  return direction
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}

function add(to: Float64Array, factor: number, other: Float64Array): void {
  for (let at = 0; at < to.length; at++) to[at]! += factor * other[at]!
}

const difference = (a: Float64Array, b: Float64Array) => a.map((each, at) => each - b[at]!)
