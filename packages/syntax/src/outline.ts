import type { Node, QueryMatch } from 'web-tree-sitter'
import { leadsOf } from './leads.ts'
import { type Parsed, withTree } from './parse.ts'
import { kinds, type SourceSymbol, type SymbolKind } from './symbols.ts'
import type { TextRange } from './text-range.ts'

/**
 * What a file declares, in the order of the text. Of what is declared within functions only that has a place which has a body.
 * Undefined where there is no tree: see {@link withTree}.
 */
export function outline(path: string, text: string, signal?: AbortSignal): Promise<SourceSymbol[] | undefined> {
  return withTree(path, text, outlineOf, signal)
}

/** A declaration as a query finds it. */
export interface Definition {
  kind: SymbolKind
  node: Node
  name: Node
  /** Where that is no field of it. */
  body: Node | undefined
}

/** An outline of a tree that lives. */
export async function outlineOf(parsed: Parsed): Promise<SourceSymbol[]> {
  const matches = await parsed.match('definitions', 'leads', 'scopes')
  const captured = groupCaptures(matches)
  const outers = outersOf(matches)
  const listed = captured.get('listed')?.map(({ text }) => text)
  const ids = (name: string) => new Set(captured.get(name)?.map(({ id }) => id))
  const [publics, privates] = [ids('public'), ids('private')]
  const leads = leadsOf(parsed.text, captured.get('lead') ?? [])

  const definitions = definitionsOf(matches)
  const alone = countBy(definitions, ({ node }) => node.id)
  const places: Place[] = definitions.map((definition) => {
    const chain = chainOf(definition.node, outers)
    const mark = (nodes: Set<number>) => chain.some(({ id }) => nodes.has(id))
    // Where one statement declares several names, each stands for itself.
    const whole = alone.get(definition.node.id) === 1 ? chain.at(-1)! : definition.name
    const body = definition.body ?? chain.map((node) => node.childForFieldName('body')).find((found) => found !== null)
    const symbolMark = mark(privates) ? 'private' : mark(publics) ? 'public' : undefined
    return { ...rangeOf(whole), definition, body, mark: symbolMark }
  })
  for (const { startIndex: start, endIndex: end } of captured.get('scope') ?? []) places.push({ start, end })
  // What is around comes first, and a function before the scope that it is.
  places.sort((a, b) => a.start - b.start || b.end - a.end || Number(!a.definition) - Number(!b.definition))

  const top: SourceSymbol[] = []
  const open: Place[] = []
  for (const place of places) {
    while (open.length > 0 && !around(open.at(-1)!, place)) open.pop()
    if (place.definition) {
      const within = open.at(-1)
      if (within && !within.definition && !place.body) continue
      const parent = open.findLast(({ symbol }) => symbol)?.symbol
      const siblings = parent?.children ?? top
      const symbol = symbolOf(place, place.definition, parent, siblings)
      if (isAgain(symbol, siblings)) continue
      place.symbol = symbol
      siblings.push(symbol)
    }
    open.push(place)
  }
  return top

  function symbolOf(
    { start, end, body, mark }: Place,
    definition: Definition,
    parent: SourceSymbol | undefined,
    siblings: readonly SourceSymbol[],
  ): SourceSymbol {
    const name = definition.name.text
    const kind = kindWithin(parent, definition)
    const headerStart = leads.skip(start, definition.name.startIndex)
    const marks = { name, kind, mark, listed: listed?.includes(name), top: !parent || parent.kind === 'module' }
    return {
      ...{ name, kind },
      range: { start: leads.before(start, siblings.at(-1)?.range.end ?? parent?.header.start ?? 0), end },
      nameRange: rangeOf(definition.name),
      header: { start: headerStart, end: trimmedEnd(parsed.text, headerStart, body?.startIndex ?? end) },
      ...(body && { body: rangeOf(body) }),
      exported: parsed.grammar.exported(marks),
      children: [],
    }
  }
}

/** Whether a variable only gets another value: where no keyword declares, the first one does. */
const isAgain = ({ kind, name }: SourceSymbol, siblings: readonly SourceSymbol[]): boolean =>
  (kind === 'variable' || kind === 'property') && siblings.some((other) => other.name === name && other.kind === kind)

/** A declaration with what is wrapped around it, or a scope. */
interface Place extends TextRange {
  definition?: Definition
  body?: Node | undefined
  mark?: 'public' | 'private' | undefined
  symbol?: SourceSymbol
}

/** The declarations among the matches; of several for one name the first pattern's. */
export function definitionsOf(matches: readonly QueryMatch[]): Definition[] {
  const byName = new Map<number, Definition & { pattern: number }>()
  for (const { captures, patternIndex: pattern } of matches) {
    const kindOf = captures.find((capture) => isKind(capture.name))
    const name = captures.find((capture) => capture.name === 'name')?.node
    if (!kindOf || !name || name.startIndex === name.endIndex) continue
    const known = byName.get(name.startIndex)
    if (known && known.pattern <= pattern) continue
    const { node } = kindOf
    const body = captures.find((capture) => capture.name === 'body')?.node
    byName.set(name.startIndex, { kind: kindOf.name as SymbolKind, node, name, body, pattern })
  }
  return [...byName.values()]
}

const kindSet: ReadonlySet<string> = new Set(kinds)
const isKind = (name: string): name is SymbolKind => kindSet.has(name)

/** A function of a class is a method of it. */
function kindWithin(parent: SourceSymbol | undefined, { kind }: Definition): SymbolKind {
  if (!parent || !/^(class|interface|implementation|enum)$/.test(parent.kind)) return kind
  return kind === 'function' ? 'method' : kind === 'variable' ? 'property' : kind
}

export function groupCaptures(matches: readonly QueryMatch[]): Map<string, Node[]> {
  const groups = new Map<string, Node[]>()
  for (const { captures } of matches) {
    for (const { name, node } of captures) {
      const group = groups.get(name)
      if (group) group.push(node)
      else groups.set(name, [node])
    }
  }
  return groups
}

function outersOf(matches: readonly QueryMatch[]): Map<number, Node> {
  const outers = new Map<number, Node>()
  for (const { captures } of matches) {
    const inner = captures.find(({ name }) => name === 'inner')
    const outer = captures.find(({ name }) => name === 'outer')
    if (inner && outer) outers.set(inner.node.id, outer.node)
  }
  return outers
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, number> {
  const counts = new Map<number, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}

/** A declaration and its wrappers, from inside out. */
function chainOf(node: Node, outers: Map<number, Node>): Node[] {
  const chain = [node]
  for (let outer = outers.get(node.id); outer; outer = outers.get(outer.id)) chain.push(outer)
  return chain
}

const rangeOf = ({ startIndex: start, endIndex: end }: Node): TextRange => ({ start, end })

/** Strictly, so that two of one range are siblings; but a function is around all that is in its scope. */
const around = (outer: TextRange & { definition?: unknown }, inner: TextRange & { definition?: unknown }): boolean =>
  outer.start <= inner.start &&
  inner.end <= outer.end &&
  (outer.end - outer.start > inner.end - inner.start || !inner.definition)

const trimmedEnd = (text: string, start: number, end: number): number => start + text.slice(start, end).trimEnd().length
