import { lowerBound } from '@caret/text'
import type { Node } from 'web-tree-sitter'
import type { TextRange } from './text-range.ts'

/** A function, and the names that it keeps to itself. */
export interface NameScope extends TextRange {
  names: Set<string>
  parent: NameScope | undefined
}

export interface ScopeTree {
  /** The innermost scope around a node that is not the node itself; undefined outside of all. */
  around: (node: Node) => NameScope | undefined
  /** Whether a scope around a node has a name. */
  knows: (name: string, node: Node) => boolean
}

/** The scopes of a text by their nodes; they have no names yet. */
export function scopeTree(nodes: readonly Node[]): ScopeTree {
  const scopes: NameScope[] = nodes
    .map(({ startIndex: start, endIndex: end }) => ({ start, end, names: new Set<string>(), parent: undefined }))
    .sort((a, b) => a.start - b.start || b.end - a.end)
  const starts = scopes.map(({ start }) => start)
  let open: NameScope | undefined
  for (const scope of scopes) {
    while (open && open.end < scope.end) open = open.parent
    scope.parent = open
    open = scope
  }
  const around = ({ startIndex: start, endIndex: end }: Node) => {
    let scope = scopes[lowerBound(starts, start + 1) - 1]
    while (scope && (scope.end < end || (scope.start === start && scope.end === end))) scope = scope.parent
    return scope
  }
  const knows = (name: string, node: Node) => {
    for (let scope = around(node); scope; scope = scope.parent) if (scope.names.has(name)) return true
    return false
  }
  return { around, knows }
}
