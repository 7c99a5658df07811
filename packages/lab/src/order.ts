import { tokenize } from '@caret/syntax'

/** What an edit takes out and puts in, whole lines of both. */
export interface Change {
  removed: string
  inserted: string
}

/**
 * An order in which a person could have made changes that are given by file and from top to bottom: what declares a name
 * comes before what begins to use it, and otherwise they stay as they are. Gives indices into `changes`.
 */
export function humanOrder(changes: readonly Change[]): number[] {
  const names = changes.map(newNames)
  const declaredBy = new Map<string, number[]>()
  for (const [index, { declared }] of names.entries()) {
    for (const name of declared) declaredBy.set(name, [...(declaredBy.get(name) ?? []), index])
  }
  const needs = names.map(({ declared, used }, index) => {
    const wanted = [...used].filter((name) => !declared.has(name)).flatMap((name) => declaredBy.get(name) ?? [])
    return new Set(wanted.filter((other) => other !== index))
  })
  const order: number[] = []
  const left = new Set(changes.keys())
  while (left.size > 0) {
    const ready = [...left].find((index) => ![...needs[index]!].some((other) => left.has(other)))
    // In a circle of uses the first one starts.
    const next = ready ?? left.values().next().value!
    left.delete(next)
    order.push(next)
  }
  return order
}

const declarators = new Set(
  `function class const let var type interface enum def fn func struct trait impl mod namespace module
   package object record protocol val static macro_rules`.split(/\s+/),
)

/** Names that a change declares, and those that it begins to use. */
function newNames({ removed, inserted }: Change) {
  const before = new Set(words(removed))
  const all = words(inserted)
  const declared = new Set<string>()
  for (const [at, word] of all.entries()) {
    if (at > 0 && declarators.has(all[at - 1]!) && !before.has(word)) declared.add(word)
  }
  for (const [, name] of inserted.matchAll(/^\s*([\p{L}_$][\p{L}\p{N}_$]*)\s*(?::[^:=\n]+)?:?=(?!=)/gmu)) {
    if (!before.has(name!)) declared.add(name!)
  }
  for (const [, name] of inserted.matchAll(/^\s*([\p{L}_$][\p{L}\p{N}_$]*)\??:/gmu)) {
    if (!before.has(name!)) declared.add(name!)
  }
  return { declared, used: new Set(all.filter((word) => !before.has(word))) }
}

const words = (text: string): string[] =>
  tokenize(text)
    .filter(({ kind }) => kind === 'word')
    .map(({ start, end }) => text.slice(start, end))
