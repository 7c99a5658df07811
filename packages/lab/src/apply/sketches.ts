import {
  blocksAround,
  type ChangedFile,
  depthOf,
  headerOf,
  isBlank,
  type Region,
  regionsAround,
} from './changed-file.ts'
import { drift } from './drift.ts'
import type { Random } from './random.ts'

/** Writes the change of a file as a model would; undefined where this kind of sketch cannot say it. */
export type Sketcher = (file: ChangedFile, random: Random) => string | undefined

/** The kinds of sketches that the evaluation makes. */
export const sketchers: Record<string, Sketcher> = {
  'markers-lines': (file, random) => elided(file, regionsAround(file, 1 + random.below(3)), random).join('\n'),
  'markers-blocks': (file, random) => {
    const regions = blocksAround(file, 80)
    return regions && elided(file, regions, random).join('\n')
  },
  drift: (file, random) => {
    const regions = random.chance(0.5) ? blocksAround(file, 60) : undefined
    return drift(elided(file, regions ?? regionsAround(file, 2 + random.below(2)), random), file, random)?.join('\n')
  },
  fragment: (file) => {
    const [region, ...others] = blocksAround(file, 120) ?? []
    if (!region || others.length > 0 || region.end - region.start > file.after.length * 0.6) return undefined
    return fenced(file, file.after.slice(region.start, region.end))
  },
  whole: (file) => fenced(file, file.after),
  'search-replace': (file, random) => {
    const blocks = oldAndNew(file).map(({ old, fresh }) =>
      ['<<<<<<< SEARCH', ...old, '=======', ...fresh, '>>>>>>> REPLACE'].join('\n'),
    )
    return (random.chance(0.3) ? blocks.reverse() : blocks).join('\n\n')
  },
  diff: diffWithWrongNumbers,
  v4a: v4aPatch,
  json: (file) => {
    const edits = oldAndNew(file).map(({ old, fresh }) => ({
      old_string: old.join('\n'),
      new_string: fresh.join('\n'),
    }))
    return JSON.stringify(edits.length === 1 ? { file_path: file.path, ...edits[0] } : { file_path: file.path, edits })
  },
}

const wordings = [
  '... existing code ...',
  '... rest of the code ...',
  '... existing code unchanged ...',
  '...',
  'rest of the file unchanged',
  '... other code remains the same ...',
  '… unchanged …',
  'existing code here',
  '... keep existing code ...',
  '(rest of the code remains unchanged)',
]

function comment(path: string, words: string): string {
  if (/\.(py|pyi|rb|sh|ya?ml|toml|ex|exs|r|jl|nim)$/.test(path)) return `# ${words}`
  if (/\.(html|vue|svelte|xml|md)$/.test(path)) return `<!-- ${words} -->`
  if (/\.(css)$/.test(path)) return `/* ${words} */`
  if (/\.(sql|lua|hs|elm)$/.test(path)) return `-- ${words}`
  return `// ${words}`
}

function elided({ path, after }: ChangedFile, regions: readonly Region[], random: Random): string[] {
  const words = random.pick(wordings)
  const style = random.below(3)
  const lines: string[] = []
  const marker = (at: number) => {
    const near =
      style === 0
        ? after.slice(at).find((line) => !isBlank(line))
        : style === 1
          ? after.slice(0, at).findLast((line) => !isBlank(line))
          : ''
    const indent = (near ?? '').slice(0, depthOf(near ?? ''))
    lines.push(indent + comment(path, random.chance(0.7) ? words : random.pick(wordings)))
  }
  let done = 0
  for (const { start, end } of regions) {
    if (after.slice(done, start).some((line) => !isBlank(line))) marker(start)
    lines.push(...after.slice(start, end))
    done = end
  }
  if (after.slice(done).some((line) => !isBlank(line))) marker(done)
  return lines
}

const fenced = ({ path }: ChangedFile, lines: readonly string[]) =>
  [`\`\`\`${path.split('.').at(-1)}`, ...lines, '```', ''].join('\n')

/** Each change with as many lines around it as make it unique in the file before. */
function oldAndNew({ before, after, changes }: ChangedFile): { old: string[]; fresh: string[] }[] {
  const text = `\n${before.join('\n')}\n`
  const blocks: { oldStart: number; oldEnd: number; newStart: number; newEnd: number }[] = []
  for (const change of changes) {
    let grow = 1
    for (; grow < 40; grow++) {
      const old = before.slice(Math.max(0, change.oldStart - grow), change.oldEnd + grow).join('\n')
      if (old.trim() !== '' && text.split(`\n${old}\n`).length === 2) break
    }
    const up = Math.min(grow, change.oldStart)
    const down = Math.min(grow, before.length - change.oldEnd)
    const next = {
      oldStart: change.oldStart - up,
      oldEnd: change.oldEnd + down,
      newStart: change.newStart - up,
      newEnd: change.newEnd + down,
    }
    const last = blocks.at(-1)
    if (last && last.oldEnd > next.oldStart) Object.assign(last, { oldEnd: next.oldEnd, newEnd: next.newEnd })
    else blocks.push(next)
  }
  return blocks.map((block) => ({
    old: before.slice(block.oldStart, block.oldEnd),
    fresh: after.slice(block.newStart, block.newEnd),
  }))
}

interface DiffHunk {
  oldStart: number
  newStart: number
  lines: string[]
}

function diffHunks({ before, changes, after }: ChangedFile, context: number): DiffHunk[] {
  const hunks: (DiffHunk & { oldEnd: number })[] = []
  for (const { oldStart, oldEnd, newStart, newEnd } of changes) {
    let last = hunks.at(-1)
    if (!last || oldStart - last.oldEnd > 2 * context) {
      if (last) keep(last, Math.min(before.length, last.oldEnd + context))
      const start = Math.max(0, oldStart - context)
      hunks.push((last = { oldStart: start, newStart: newStart - (oldStart - start), oldEnd: start, lines: [] }))
    }
    keep(last, oldStart)
    for (const line of before.slice(oldStart, oldEnd)) last.lines.push(`-${line}`)
    for (const line of after.slice(newStart, newEnd)) last.lines.push(`+${line}`)
    last.oldEnd = oldEnd
  }
  const last = hunks.at(-1)
  if (last) keep(last, Math.min(before.length, last.oldEnd + context))
  return hunks

  function keep(hunk: DiffHunk & { oldEnd: number }, to: number): void {
    for (const line of before.slice(hunk.oldEnd, to)) hunk.lines.push(` ${line}`)
    hunk.oldEnd = to
  }
}

function diffWithWrongNumbers(file: ChangedFile, random: Random): string {
  const careless = random.chance(0.3)
  const hunks = diffHunks(file, 3).map(({ oldStart, newStart, lines }) => {
    const off = () => Math.max(1, oldStart + 1 + random.below(60) - 30)
    const numbers = random.chance(0.2)
      ? '@@ ... @@'
      : `@@ -${off()},${lines.length + random.below(5)} +${newStart + random.below(9)},${lines.length + random.below(5)} @@`
    const written = lines.map((line) => {
      if (line.trim() === '') return random.chance(0.5) ? '' : line
      return careless && /^ {3}/.test(line) && !/^ *[-+]/.test(line) ? line.slice(1) : line
    })
    return [numbers, ...written].join('\n')
  })
  const text = [`--- a/${file.path}`, `+++ b/${file.path}`, ...hunks].join('\n')
  return random.chance(0.5) ? `Here is the change:\n\n\`\`\`diff\n${text}\n\`\`\`\n` : text
}

function v4aPatch(file: ChangedFile, random: Random): string {
  const text = file.before.join('\n')
  const hunks = diffHunks(file, 3).map(({ oldStart, lines }) => {
    const old = lines.filter((line) => !line.startsWith('+')).map((line) => line.slice(1))
    const unique = text.split(old.join('\n')).length === 2
    const header = !unique || random.chance(0.5) ? headerOf(file.before, oldStart + 3) : undefined
    return [header === undefined ? '@@' : `@@ ${header.trim()}`, ...lines].join('\n')
  })
  return ['*** Begin Patch', `*** Update File: ${file.path}`, ...hunks, '*** End Patch'].join('\n')
}
