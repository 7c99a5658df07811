import { definitionsOf, groupCaptures } from './outline.ts'
import { type Parsed, withTree } from './parse.ts'
import type { TextRange } from './text-range.ts'
import { scopeTree } from './scope-tree.ts'

/** A name that is used. */
export interface Reference {
  name: string
  /** In UTF-16 units. */
  offset: number
  /** Whether it is a member of something: after a dot, or a key. */
  member: boolean
  /** Whether a function around it makes the name known: a parameter, a variable, a function in it. */
  local: boolean
}

/**
 * The names that a range of a file uses, or all of it, in the order of the text: each identifier that neither declares something
 * nor stands in an import. Undefined where there is no tree: see {@link withTree}.
 */
export function references(
  path: string,
  text: string,
  range?: TextRange,
  signal?: AbortSignal,
): Promise<Reference[] | undefined> {
  return withTree(path, text, (parsed) => referencesOf(parsed, range), signal)
}

export async function referencesOf(
  { text, match }: Parsed,
  range: TextRange = { start: 0, end: text.length },
): Promise<Reference[]> {
  const matches = await match('definitions', 'names', 'scopes', 'imports')
  const captured = groupCaptures(matches)
  const nodes = (name: string) => captured.get(name) ?? []
  const definitions = definitionsOf(matches).filter(({ kind }) => kind !== 'implementation')

  const scopes = scopeTree(nodes('scope'))
  for (const { name, node, kind } of definitions) if (!memberKinds.has(kind)) scopes.around(node)?.names.add(name.text)
  for (const node of nodes('local')) scopes.around(node)?.names.add(node.text)

  // Offsets of what is no use: identifiers are met at their start, and a name may consist of several.
  const apart = new Set<number>()
  for (const { startIndex, endIndex } of [
    ...definitions.map(({ name }) => name),
    ...nodes('local'),
    ...nodes('import'),
  ]) {
    for (let at = startIndex; at < endIndex; at++) apart.add(at)
  }
  const members = new Set(nodes('use.member').map(({ startIndex }) => startIndex))
  const found = new Map<number, Reference>()
  for (const node of [...nodes('use'), ...nodes('use.member')]) {
    const { startIndex: offset, endIndex: end } = node
    if (offset < range.start || end > range.end || end === offset || apart.has(offset)) continue
    const name = node.text
    const member = members.has(offset)
    found.set(offset, { name, offset, member, local: !member && scopes.knows(name, node) })
  }
  return [...found.values()].sort((a, b) => a.offset - b.offset)
}

const memberKinds: ReadonlySet<string> = new Set(['method', 'property', 'member', 'constructor'])
