import type { TextRange } from './text-range.ts'

/** A class may be a struct, record or trait; a member is one of an enum; an implementation is Rust's `impl`. */
export type SymbolKind = (typeof kinds)[number]

export const kinds = [
  ...(['module', 'class', 'interface', 'type', 'enum', 'member', 'implementation'] as const),
  ...(['constructor', 'method', 'function', 'property', 'variable', 'constant', 'macro'] as const),
] as const

/** A declaration, and those within it. */
export interface SourceSymbol {
  name: string
  kind: SymbolKind
  /** With the comments and decorators right in front of it, and `export`. */
  range: TextRange
  /** Where its name stands. */
  nameRange: TextRange
  /** What it says before its body; all but comments and decorators if it has none. */
  header: TextRange
  body?: TextRange
  /** Whether it is marked as usable from outside of what it stands in, by the rules or customs of its language. */
  exported: boolean
  children: SourceSymbol[]
}
