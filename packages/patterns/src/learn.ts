import { type Edit, mapOffset, trimEdit } from '@caret/text'
import { changeOf, partsOfEdit, type Change, type Example } from './change.ts'

/** What was learned from some edits: the changes that they consist of, each with how often it was made. */
export interface Pattern {
  changes: readonly LearnedChange[]
  /** Where the examples were made, in the texts after all of them: done there, and not to be done over. */
  done: readonly Stretch[]
}

export interface Stretch {
  path: string
  start: number
  end: number
}

export interface LearnedChange {
  change: Change
  /** How many times it was made. */
  repeats: number
  /** How many examples were given after its latest one. */
  age: number
  /** One of several changes of its example. */
  part: boolean
  /** It was made right after the change that was made last, when that was made before. */
  follows: boolean
}

const mostChanges = 24

/**
 * Learns a transformation from example edits, oldest first; one is enough, and those of different transformations do not
 * disturb each other. Each example's `before` is the text just before its edit.
 */
export function learn(examples: readonly Example[]): Pattern {
  const changes = new Map<string, LearnedChange>()
  /** What the whole edits change, newest first. */
  const sequence: string[] = []
  for (const [age, example] of [...examples].reverse().entries()) {
    if (changes.size >= mostChanges) break
    for (const [at, change] of changesOf(example).entries()) {
      if (!change) continue
      const key = `${change.removed.join(' ')}\n${change.inserted.join(' ')}`
      if (at === 0) sequence.push(key)
      const same = changes.get(key)
      if (same) same.repeats++
      else changes.set(key, { change, repeats: 1, age, part: at > 0, follows: false })
    }
  }
  const before = sequence.indexOf(sequence[0]!, 1)
  const next = before > 0 ? changes.get(sequence[before - 1]!) : undefined
  if (next) next.follows = true
  return { changes: [...changes.values()], done: stretchesOf(examples) }
}

/** What was found in an edit, which is asked for again after each of the next ones. */
const known = new WeakMap<Edit, { path: string; before: string; changes: readonly (Change | undefined)[] }>()

/** The change that an edit is, and those that it consists of. */
function changesOf(example: Example): readonly (Change | undefined)[] {
  const { path, before, edit } = example
  const found = known.get(edit)
  if (found && found.path === path && found.before === before) return found.changes
  const changes = [example, ...partsOfEdit(example)].map(changeOf)
  known.set(edit, { path, before, changes })
  return changes
}

function stretchesOf(examples: readonly Example[]): Stretch[] {
  let done: Stretch[] = []
  for (const { path, before, edit: given } of examples) {
    const edit = trimEdit(before, given)
    done = done.map((stretch) => {
      if (stretch.path !== path) return stretch
      const start = mapOffset(stretch.start, edit)
      return { path, start, end: Math.max(start, mapOffset(stretch.end, edit)) }
    })
    done.push({ path, start: edit.offset, end: edit.offset + edit.insert.length })
  }
  return done
}
