import type { Node } from 'web-tree-sitter'
import { definitionsOf, groupCaptures } from './outline.ts'
import { type Parsed, type TextRange, withTree } from './parse.ts'

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

function referencesOf({ text, match }: Parsed, range: TextRange = { start: 0, end: text.length }): Reference[] {
  const all = match(['definitions', 'names', 'scopes'])
  const captured = groupCaptures(all)
  const scopes = scopesOf(captured.get('scope') ?? [])
  const definitions = definitionsOf(all).filter(({ kind }) => kind !== 'implementation')
  const locals = captured.get('local') ?? []
  const declared = new Set([
    ...definitions.map(({ name }) => name.startIndex),
    ...locals.map(({ startIndex }) => startIndex),
  ])

  // Where a name is known, for each name that a function makes known.
  const known = new Map<string, TextRange[]>()
  const learn = (name: Node, node: Node) => {
    const scope = scopes(node)
    if (scope) known.set(name.text, [...(known.get(name.text) ?? []), scope])
  }
  for (const { name, node, kind } of definitions) if (!memberKinds.has(kind)) learn(name, node)
  for (const local of locals) learn(local, local)

  const brought = match(['imports']).flatMap(({ captures }) =>
    captures
      .filter(({ name }) => name === 'import')
      .map(({ node }) => ({ start: node.startIndex, end: node.endIndex })),
  )
  const members = new Set(captured.get('member')?.map(({ startIndex }) => startIndex))
  const used = new Map(
    [...(captured.get('use') ?? []), ...(captured.get('member') ?? [])].map((node) => [node.startIndex, node]),
  )
  const found: Reference[] = []
  for (const [offset, node] of used) {
    if (offset < range.start || node.endIndex > range.end || declared.has(offset) || node.endIndex === offset) continue
    if (brought.some(({ start, end }) => start <= offset && offset < end)) continue
    const name = node.text
    const member = members.has(offset)
    const local = !member && (known.get(name)?.some(({ start, end }) => start <= offset && offset < end) ?? false)
    found.push({ name, offset, member, local })
  }
  return found.sort((a, b) => a.offset - b.offset)
}

const memberKinds: ReadonlySet<string> = new Set(['method', 'property', 'member', 'constructor'])

/** Finds the innermost scope around a node that is not the node itself. */
function scopesOf(nodes: readonly Node[]): (node: Node) => TextRange | undefined {
  const scopes = nodes
    .map(({ startIndex: start, endIndex: end }) => ({ start, end }))
    .sort((a, b) => a.start - b.start || b.end - a.end)
  return ({ startIndex: start, endIndex: end }) =>
    scopes.findLast((scope) => scope.start <= start && end <= scope.end && (scope.start < start || end < scope.end))
}
