import type { FileView, HunkView } from '../read/file-view.ts'
import type { CodeToken } from '../read/text-view.ts'
import { count, listed } from '../words.ts'
import type { Claim } from './mechanical-source.ts'

/** Hunks in which nothing but names change, each to the same other one wherever it stood. */
export function renamed(hunks: readonly HunkView[], all: readonly HunkView[]): Claim[] {
  const found = new Map<string, { hunks: HunkView[]; places: number; from: string; to: string }>()
  const clean = hunks.flatMap((hunk) => {
    const names = renamesIn(hunk)
    return names ? [{ hunk, names }] : []
  })
  const namesIn = (side: 'old' | 'fresh') => new Set(all.flatMap((hunk) => hunk[side].map(({ name }) => name)))
  const [old, fresh] = [namesIn('old'), namesIn('fresh')]
  for (const { hunk, names } of clean) {
    for (const [from, { to, places }] of names) {
      const key = `${from} ${to}`
      const known = found.get(key) ?? { hunks: [], places: 0, from, to }
      known.hunks.push(hunk)
      known.places += places
      found.set(key, known)
    }
  }
  const isRename = (from: string, to: string, file: FileView) => {
    const known = found.get(`${from} ${to}`)
    if (!known || known.places < 2) return false
    // Without its declaration here, another thing may be meant by the other name.
    const isDeclaration = old.has(from) && !fresh.has(from) && fresh.has(to)
    return (isDeclaration || isLocal(hunksIn(known.hunks, file), to)) && isGone(file, from, to)
  }
  const claims = new Map<string, Claim & { hunks: HunkView[]; places: number }>()
  for (const { hunk, names } of clean) {
    if (![...names].every(([from, { to }]) => isRename(from, to, hunk.file))) continue
    const pairs = [...names].map(([from, { to }]) => `${from}\` becomes \`${to}`)
    const key = pairs.join()
    const claim = claims.get(key) ?? { kind: 'rename' as const, title: '', hunks: [], places: 0 }
    claim.hunks.push(hunk)
    claim.places += Math.max(...[...names.values()].map(({ places }) => places))
    claim.title = `${listed(pairs, 2)} in ${count(claim.places, 'place')}`
    claims.set(key, claim)
  }
  return [...claims.values()]
}

const hunksIn = (hunks: readonly HunkView[], file: FileView) => hunks.filter((hunk) => hunk.file === file)

/** Undefined where more than names change, or one name becomes several. */
function renamesIn({ file, before, after }: HunkView): Map<string, { to: string; places: number }> | undefined {
  if (file.role !== 'source' && file.role !== 'test') return undefined
  const [old, fresh] = [file.before.code(before), file.after.code(after)]
  if (old.length === 0 || old.length !== fresh.length) return undefined
  const names = new Map<string, { to: string; places: number }>()
  for (const [at, { text, kind }] of old.entries()) {
    const other = fresh[at]!
    if (text === other.text) continue
    if (kind !== 'word' || other.kind !== 'word') return undefined
    const known = names.get(text)
    if (known && known.to !== other.text) return undefined
    names.set(text, { to: other.text, places: (known?.places ?? 0) + 1 })
  }
  if (
    names.size === 0 ||
    [...names.keys()].some((from) => old.some((token, at) => token.text === from && fresh[at]!.text === from))
  ) {
    return undefined
  }
  return commentsAgree({ file, before, after } as HunkView, names) ? names : undefined
}

/** What is said beside the code must not say anything else either, but for the names. */
function commentsAgree({ file, before, after }: HunkView, names: ReadonlyMap<string, { to: string }>): boolean {
  const words = (lines: readonly string[]) => lines.join('\n').match(/[\p{L}\p{N}_$]+/gu) ?? []
  const old = words(file.before.lines.slice(before.start, before.end))
  const fresh = words(file.after.lines.slice(after.start, after.end))
  return old.length === fresh.length && old.every((word, at) => fresh[at] === word || fresh[at] === names.get(word)?.to)
}

const spelled = new WeakMap<object, Set<string>>()

function namesOf(view: FileView['before']): Set<string> {
  let names = spelled.get(view)
  if (!names) {
    const isWord = ({ kind }: CodeToken) => kind === 'word'
    names = new Set(
      view
        .code({ start: 0, end: view.lines.length })
        .filter(isWord)
        .map(({ text }) => text),
    )
    spelled.set(view, names)
  }
  return names
}

/** The old name is nowhere in the file any more, and the new one was not there before. */
const isGone = (file: FileView, from: string, to: string): boolean =>
  !namesOf(file.after).has(from) && !namesOf(file.before).has(to)

/** Its first use declares it: a parameter, a variable or the like of one file. */
function isLocal(hunks: readonly HunkView[], to: string): boolean {
  return hunks.some(({ file, after }) => {
    const code = file.after.code(after)
    return code.some(
      ({ text }, at) =>
        text === to &&
        (declarators.has(code[at - 1]?.text ?? '') || [':=', '=', ':'].includes(code[at + 1]?.text ?? '')),
    )
  })
}

const declarators = new Set(
  'const let var def func fn function class type interface struct enum import as for mut val static'.split(' '),
)
