import type { HunkView } from '../read/file-view.ts'
import type { CodeToken } from '../read/text-view.ts'
import { count, nameOf } from '../words.ts'
import type { Claim } from './claim.ts'

/** The same change made over and over: the first is read, the others are its repeats. */
export function repeated(hunks: readonly HunkView[]): Claim[] {
  const alike = new Map<string, HunkView[]>()
  for (const hunk of hunks) {
    const key = changeIn(hunk)
    if (key !== undefined) alike.set(key, [...(alike.get(key) ?? []), hunk])
  }
  return [...alike.values()].flatMap(([example, ...others]) => {
    if (!example || others.length === 0) return []
    const where = example.owner ? `in \`${example.owner.qualified}\`` : `in \`${nameOf(example.file.path)}\``
    return [{ kind: 'repeat', title: `The same change as ${where} in ${count(others.length, 'more place')}`, hunks: others, example }]
  })
}

const mostTokens = 120

/**
 * What a hunk changes, whatever stands around it; names that are kept count only by where they come again. Undefined for
 * what is too little to be known again, or too much.
 */
function changeIn({ file, before, after }: HunkView): string | undefined {
  if (file.kind !== 'edited' && file.kind !== 'renamed') return undefined
  const [old, fresh] = [file.before.code(before), file.after.code(after)]
  if (old.length + fresh.length > mostTokens || old.length + fresh.length === 0) return undefined
  // In lines without code the words are what there is.
  const [removed, inserted] = [old, fresh].map((tokens) => tokens.map(({ text }) => text)) as [string[], string[]]
  const changed = differing(removed, inserted)
  if (!changed.some((text) => /[\p{L}\p{N}]/u.test(text.slice(1))) || changed.length < fewest(old, fresh)) return undefined
  const comments = commentsOf(file.before.lines.slice(before.start, before.end), old)
  return JSON.stringify([changed, comments === commentsOf(file.after.lines.slice(after.start, after.end), fresh) ? '' : comments])
}

/** A single word put in the place of another says little about why. */
const fewest = (old: readonly CodeToken[], fresh: readonly CodeToken[]) => (old.length > 0 && fresh.length > 0 ? 2 : 3)

const commentsOf = (lines: readonly string[], code: readonly CodeToken[]): string => {
  let text = lines.join(' ').replaceAll(/\s+/g, '')
  for (const token of code) text = text.replace(token.text.replaceAll(/\s+/g, ''), '')
  return text
}

/** Tokens that only one side has, each with its sign; those between that both have are left out. */
function differing(old: readonly string[], fresh: readonly string[]): string[] {
  const width = fresh.length + 1
  const longest = new Uint16Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        old[i] === fresh[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
    }
  }
  const kept = new Set(old.filter((text) => fresh.includes(text)))
  const numbers = new Map<string, number>()
  const shown = (text: string) => {
    if (!kept.has(text) || !/^[\p{L}_$]/u.test(text)) return text
    if (!numbers.has(text)) numbers.set(text, numbers.size)
    return `$${numbers.get(text)}`
  }
  const changes: string[] = []
  for (let i = 0, j = 0; i < old.length || j < fresh.length; ) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      i++
      j++
      if (changes.at(-1) !== '…') changes.push('…')
    } else if (j < fresh.length && (i === old.length || longest[i * width + j + 1]! >= longest[(i + 1) * width + j]!)) {
      changes.push(`+${shown(fresh[j++]!)}`)
    } else changes.push(`-${shown(old[i++]!)}`)
  }
  return changes
}
