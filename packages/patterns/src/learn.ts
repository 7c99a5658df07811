import { type Edit, mapOffset, trimEdit } from '@caret/text'
import { changeOf, partsOfEdit, type Change, type Example } from './change.ts'
import { isAlike } from './similar.ts'

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
  /** How many examples make the same change with other words. */
  kin: number
  /** How often it, or one of its kin, was made right after the change that was made last, when that was made before; and how often one later. */
  follows: number
  soon: number
  /** How many of the last edits, without a gap, are this one. */
  run: number
}

const mostChanges = 24

/**
 * Learns a transformation from example edits, oldest first; one is enough, and those of different transformations do not
 * disturb each other. Each example's `before` is the text just before its edit.
 */
export function learn(examples: readonly Example[]): Pattern {
  const changes = new Map<string, LearnedChange>()
  /** What the whole edits change, newest first. */
  const sequence: LearnedChange[] = []
  for (const [age, example] of [...examples].reverse().entries()) {
    for (const [at, made] of changesOf(example).entries()) {
      if (!made) continue
      const { change, key } = made
      let learned = changes.get(key)
      if (learned) learned.repeats++
      else if (changes.size < mostChanges) {
        learned = { change, repeats: 1, age, part: at > 0, kin: 0, follows: 0, soon: 0, run: 0 }
        changes.set(key, learned)
      }
      if (at === 0 && learned) sequence.push(learned)
    }
  }
  const all = [...changes.values()]
  const kinds = kindsOf(all)
  for (const learned of all) {
    for (const other of kinds.get(learned)!) if (other !== learned) learned.kin += other.repeats
  }
  const last = kinds.get(sequence[0]!)
  for (const [at, learned] of sequence.entries()) {
    if (at === 0 || kinds.get(learned) !== last) continue
    for (const next of kinds.get(sequence[at - 1]!)!) next.follows++
    if (at > 1) for (const later of kinds.get(sequence[at - 2]!)!) later.soon++
  }
  const end = sequence.findIndex((learned) => kinds.get(learned) !== last)
  for (const learned of last ?? []) learned.run = end === -1 ? sequence.length : end
  return { changes: all, done: stretchesOf(examples) }
}

/** For each change those, itself among them, that are the same but for words. */
function kindsOf(changes: readonly LearnedChange[]): Map<LearnedChange, LearnedChange[]> {
  const kinds = new Map<LearnedChange, LearnedChange[]>()
  for (const learned of changes) {
    const known = [...kinds.keys()].find(({ change }) => isAlike(change, learned.change))
    const kind = known ? kinds.get(known)! : []
    kind.push(learned)
    kinds.set(learned, kind)
  }
  return kinds
}

/** A change with what tells it from others. */
interface Made {
  change: Change
  key: string
}

/** What was found in an edit, which is asked for again after each of the next ones. */
const known = new WeakMap<Edit, { path: string; before: string; made: readonly (Made | undefined)[] }>()

/** The change that an edit is, and those that it consists of. */
function changesOf(example: Example): readonly (Made | undefined)[] {
  const { path, before, edit } = example
  const found = known.get(edit)
  if (found && found.path === path && found.before === before) return found.made
  const made = [example, ...partsOfEdit(example).slice(0, mostChanges)].map((each) => {
    const change = changeOf(each)
    return change && { change, key: `${change.removed.join(' ')}\n${change.inserted.join(' ')}` }
  })
  known.set(edit, { path, before, made })
  return made
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
