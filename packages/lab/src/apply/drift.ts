import { type ChangedFile, depthOf, isBlank } from './changed-file.ts'
import type { Random } from './random.ts'

/** A sketch with one of the slips that models make in what they copy; undefined where it has no place for it. */
export function drift(sketch: readonly string[], file: ChangedFile, random: Random): string[] | undefined {
  // Without a marker it is the whole file, which says what it means.
  if (!sketch.some((line) => !file.after.includes(line))) return undefined
  const copied = new Set(copiedRows(sketch, file))
  const all = [...kinds]
  while (all.length > 0) {
    const [kind] = all.splice(random.below(all.length), 1)
    const drifted = kind!(sketch, copied, random, file.path)
    if (drifted) return drifted
  }
  return undefined
}

type Drift = (
  sketch: readonly string[],
  copied: ReadonlySet<number>,
  random: Random,
  path: string,
) => string[] | undefined

const kinds: readonly Drift[] = [blankLines, trailingSpaces, quotes, comment, indentation]

/** Rows with nothing new on either side: what is unchanged, and is not beside a change. */
function copiedRows(sketch: readonly string[], { before, after, changes }: ChangedFile): number[] {
  const changed = new Set(
    changes.flatMap(({ newStart, newEnd }) => range(newStart - 1, newEnd + 1).map((at) => after[at])),
  )
  const known = new Set(before)
  return [...sketch.keys()].filter((at) => known.has(sketch[at]!) && !changed.has(sketch[at]))
}

const range = (start: number, end: number) => Array.from({ length: Math.max(0, end - start) }, (_, at) => start + at)

function blankLines(sketch: readonly string[], copied: ReadonlySet<number>, random: Random) {
  const places = [...copied].filter((at) => copied.has(at + 1) && !isBlank(sketch[at]) && !isBlank(sketch[at + 1]))
  if (places.length === 0) return undefined
  const at = random.pick(places)
  return [...sketch.slice(0, at + 1), '', ...sketch.slice(at + 1)]
}

function trailingSpaces(sketch: readonly string[], copied: ReadonlySet<number>, random: Random) {
  const places = [...copied].filter((at) => !isBlank(sketch[at]))
  if (places.length === 0) return undefined
  const spaced = new Set([random.pick(places), random.pick(places)])
  return sketch.map((line, at) => (spaced.has(at) ? `${line.trimEnd()}  ` : line))
}

/** Where the language takes either kind, and a line has but one of them. */
function quotes(sketch: readonly string[], copied: ReadonlySet<number>, _random: Random, path: string) {
  if (!/\.(?:[cm]?[jt]sx?|vue|svelte|html?|css|scss|less|pyi?|rb|php|ya?ml|toml|lua|dart)$/.test(path)) return undefined
  const places = [...copied].filter(
    (at) => /^(?:[^'"]|'[^'"]*')*$|^(?:[^'"]|"[^'"]*")*$/.test(sketch[at]!) && /['"]/.test(sketch[at]!),
  )
  if (places.length === 0) return undefined
  const flip = (line: string) =>
    line.replaceAll(/(["'])([^'"]*)\1/g, (_, quote, text) => (quote === '"' ? `'${text}'` : `"${text}"`))
  return sketch.map((line, at) => (places.includes(at) ? flip(line) : line))
}

function comment(sketch: readonly string[], copied: ReadonlySet<number>, random: Random) {
  const places = [...copied].filter((at) => /^\s*(?:\/\/|#) \w+ \w+ \w+/.test(sketch[at]!))
  if (places.length === 0) return undefined
  const at = random.pick(places)
  return sketch.map((line, index) => (index === at ? line.replace(/(\w+)(\W*)$/, '$1 too$2') : line))
}

function indentation(sketch: readonly string[], _copied: ReadonlySet<number>, random: Random) {
  const solid = sketch.filter((line) => !isBlank(line))
  const least = Math.min(...solid.map(depthOf))
  if (least > 0) return sketch.map((line) => line.slice(Math.min(least, depthOf(line))))
  const more = random.pick(['  ', '    '])
  return sketch.map((line) => (isBlank(line) ? line : more + line))
}
