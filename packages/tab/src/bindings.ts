import { isWord, tokensOf } from '@caret/patterns'
import { type Edit, lineStarts, linesOf, mapOffset } from '@caret/text'
import type { Markable } from './ahead.ts'
import { declares } from './declares.ts'
import type { Binding, FileEdit, Mention, Occurrence, Range } from './predictor.ts'
import { placesOf, wordEnd, wordStart } from './words.ts'

/** What language servers have said of names, as it stands after the edits since. */
export interface Bindings extends Markable {
  /** @param texts of the files, as the server has read them */
  add(binding: Binding, texts: ReadonlyMap<string, string>): void
  /** Moves them along. */
  edit(edit: FileEdit): void
  /** The file has another text. */
  forget(path: string): void
  /** The file has another name. */
  move(path: string, newPath: string): void
  clear(): void
  /**
   * Those of which an occurrence has another name now, newest first.
   * @param typedIn the file that the user changed by hand last: what is meant in others, only a binding of this one says
   */
  renamed(texts: ReadonlyMap<string, string>, typedIn?: string): RenamedBinding[]
}

/** What had a name and is being given another. */
export interface RenamedBinding {
  path: string
  from: string
  to: string
  /** Where it occurs, under either name; what was typed right beside an occurrence is in its range too. */
  ranges: readonly Range[]
  /** It was renamed where it is declared, and nothing else in the file has the new name: another thing is not meant. */
  isSure: boolean
  /** All files that mean it, if they are known. */
  files?: readonly string[]
}

/** A binding, and where other files mean it. */
interface Known extends Binding {
  elsewhere: readonly FileRanges[]
  /** All files that mean it, if the server was asked for them. */
  files?: readonly string[]
}

interface FileRanges {
  path: string
  ranges: readonly Range[]
}

const remembered = 100

export function createBindings(): Bindings {
  let all: readonly Known[] = []
  return {
    add: (binding, texts) => {
      const { path, name, others } = binding
      const elsewhere = placesElsewhere(name, others ?? [], texts)
      const files = others && [...new Set([path, ...others.map((mention) => mention.path)])]
      const known = { ...binding, elsewhere, ...(files && { files }) }
      all = [known, ...all.filter((each) => !isSame(each, binding))].slice(0, remembered)
    },
    edit: (edit) => {
      const follow = <P extends FileRanges>(place: P): P =>
        place.path === edit.path ? { ...place, ranges: place.ranges.flatMap((range) => moved(range, edit)) } : place
      all = all.map((binding) => ({ ...follow(binding), elsewhere: binding.elsewhere.map(follow) }))
    },
    forget: (path) => {
      all = all
        .filter((binding) => binding.path !== path)
        .map((binding) => ({ ...binding, elsewhere: binding.elsewhere.filter((place) => place.path !== path) }))
    },
    move: (path, newPath) => {
      const follow = (each: string) => (each === path ? newPath : each)
      all = all.map((binding) => ({
        ...{ ...binding, path: follow(binding.path) },
        elsewhere: binding.elsewhere.map((place) => ({ ...place, path: follow(place.path) })),
        ...(binding.files && { files: binding.files.map(follow) }),
      }))
    },
    clear: () => void (all = []),
    mark: () => {
      const then = all
      return () => void (all = then)
    },
    renamed: (texts, typedIn) =>
      all.flatMap((binding) => {
        const namesakes = all.filter(({ path, name }) => path === binding.path && name === binding.name)
        const text = texts.get(binding.path) ?? ''
        const renamed = renamedOf(binding, namesakes, text)
        if (!renamed) return []
        // What others can import may be known in more files than a server has read.
        const isWhole = (binding.files?.length ?? 0) > 1 || !declares(text, renamed.to)
        const files = binding.path === typedIn && isWhole ? binding.files : undefined
        return [
          renamed,
          ...binding.elsewhere.map((place) => followerOf(renamed, place, texts.get(place.path) ?? '')),
        ].map((each) => ({ ...each, ...(files && { files }) }))
      }),
  }
}

/** Mentions by file, where the name is indeed. */
function placesElsewhere(name: string, mentions: readonly Mention[], texts: ReadonlyMap<string, string>): FileRanges[] {
  const paths = [...new Set(mentions.map(({ path }) => path))]
  return paths.flatMap((path) => {
    const text = texts.get(path)
    if (text === undefined) return []
    const starts = lineStarts(linesOf(text))
    const ranges = mentions
      .filter((mention) => mention.path === path)
      .map(({ line, character }) => (starts[line] ?? text.length) + character)
      .filter((start) => text.startsWith(name, start))
      .sort((a, b) => a - b)
      .map((start) => ({ start, end: start + name.length }))
    return ranges.length > 0 ? [{ path, ranges }] : []
  })
}

/** What is in another file what has another name now. */
function followerOf({ from, to, isSure }: RenamedBinding, { path, ranges }: FileRanges, text: string): RenamedBinding {
  const isNew = placesOf(to, text).every((at) => isAt(ranges, at, at + to.length))
  return { path, from, to, ranges, isSure: isSure && isNew }
}

const isSame = (a: Binding, b: Binding) =>
  a.path === b.path &&
  a.name === b.name &&
  a.ranges.length === b.ranges.length &&
  a.ranges.every(({ start }, at) => start === b.ranges[at]!.start)

/** Grows with what is typed in it or right beside it; gone with what reaches beyond it. */
function moved<R extends Occurrence>({ start, end, ...kind }: R, edit: Edit): (Range & Omit<R, keyof Range>)[] {
  const editEnd = edit.offset + edit.remove
  if (editEnd < start) return [{ ...kind, start: mapOffset(start, edit), end: mapOffset(end, edit) }]
  if (edit.offset > end) return [{ ...kind, start, end }]
  const isInside = edit.offset >= start && editEnd <= end
  return isInside ? [{ ...kind, start, end: end + edit.insert.length - edit.remove }] : []
}

function renamedOf(
  { path, name, ranges }: Binding,
  namesakes: readonly Binding[],
  text: string,
): RenamedBinding | undefined {
  const names = ranges.map(({ start, end }) => {
    if (end - start === name.length && text.startsWith(name, start)) return undefined
    const [word, ...others] = tokensOf(text.slice(start, end)).filter(isWord)
    return word === undefined || word === name || others.includes(name) ? undefined : word
  })
  const to = names.find((each) => each !== undefined)
  if (to === undefined) return undefined
  const known = namesakes.flatMap((binding) => binding.ranges)
  const isNew = placesOf(to, text).every((at) => isAt(known, at, at + to.length))
  // What a server does not call a declaration is one where it comes first.
  const isDeclared = ranges.some(({ isWrite }, at) => names[at] === to && (isWrite || at === 0))
  return { path, from: name, to, ranges, isSure: isNew && isDeclared }
}

/**
 * What is given a binding's new name by an edit of a text: another occurrence of the `same`, to which nothing else in the file
 * can be meant by that; or something `other` that has the same old name.
 */
export function followed(
  edit: FileEdit,
  text: string,
  renamed: readonly RenamedBinding[],
): 'same' | 'other' | undefined {
  if (renamed.length === 0) return undefined
  const start = wordStart(text, edit.offset)
  const end = wordEnd(text, edit.offset + edit.remove)
  const before = text.slice(start, end)
  const after = text.slice(start, edit.offset) + edit.insert + text.slice(edit.offset + edit.remove, end)
  const count = (word: string, text: string) => placesOf(word, text).length
  const all = renamed.filter(
    ({ from, to }) => count(from, after) < count(from, before) && count(to, after) > count(to, before),
  )
  const meant = all.filter(({ path }) => path === edit.path)
  if (meant.length === 0) return all.length > 0 && isElsewhere(edit.path, all) ? 'other' : undefined
  const places = placesOf(meant[0]!.from, before).map((at) => start + at)
  const ranges = meant.flatMap((binding) => binding.ranges)
  if (!places.every((at) => isAt(ranges, at, at + meant[0]!.from.length))) return 'other'
  return meant.every(({ isSure }) => isSure) ? 'same' : undefined
}

/** Whether a file still has an old name where it should have the new one. */
export const isLeft = (renamed: readonly RenamedBinding[], path: string, text: string): boolean =>
  renamed.some(
    (binding) =>
      binding.path === path &&
      binding.ranges.some(({ start, end }) => placesOf(binding.from, text.slice(start, end)).length > 0),
  )

/** Whether a file is known to mean none of the bindings. */
export const isElsewhere = (path: string, bindings: readonly RenamedBinding[]): boolean =>
  bindings.every((binding) => binding.path !== path && binding.files?.includes(path) === false)

/** Whether a stretch is one of the occurrences. */
export const isAt = (ranges: readonly Range[], start: number, end: number): boolean =>
  ranges.some((range) => range.start <= start && end <= range.end)
