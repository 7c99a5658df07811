import type { Node } from 'web-tree-sitter'
import type { SymbolKind } from '../symbols.ts'

/** What Caret knows of a language beyond its grammar: tree queries, whose captures mean the same in all languages. */
export interface Grammar {
  /** The name of its file: `tree-sitter-NAME.wasm`. */
  wasm: string
  /**
   * A declaration is captured by its kind, what it is called as `@name`, its body as `@body` where that is no field of it. Of
   * several patterns that match one name the first counts.
   *
   * - `@inner` in `@outer`: a declaration and what is wrapped around it alone, such as `export` or a decorator.
   * - `@public`, `@private`: what is marked so, the declaration or one of its wrappers.
   * - `@listed`: a name in a list of what is exported.
   */
  definitions: string
  /** Each name that is written: `@local` where it is made known, else `@use`, or `@use.member` after a dot and the like. */
  names: string
  /** `@lead`: comments and decorators, of which those in front of a declaration belong to it. */
  leads: string
  /** `@scope`: what keeps the names within it to itself: functions. */
  scopes: string
  /** `@import`: a statement that brings in names. */
  imports: string
  readImport: (node: Node) => ImportedNames[]
  exported: (declared: Marks) => boolean
}

/** What is brought in from one source: a module's path as written, a package, a header. */
export interface ImportedNames {
  source: string
  /**
   * A `name` of the source and what it is called here. `*` is all of the source: under one local name, or each under its own, `*`
   * again. What is only exported again is listed too. Empty where names are not said, as in C.
   */
  names: { name: string; local: string }[]
}

/** What tells whether others may use a declaration. */
export interface Marks {
  name: string
  kind: SymbolKind
  mark: 'public' | 'private' | undefined
  /** Whether it stands in a list of what is exported; undefined if the file has none. */
  listed: boolean | undefined
  /** Whether it stands in no other declaration. */
  top: boolean
}

/** The texts of `node`'s descendants of some types, `node` itself included. */
export const textsOf = (node: Node, types: string[]): string[] =>
  node.descendantsOfType(types).map((found) => found.text)

/** An import of all that a source has, under one local name or none. */
export const whole = (source: string, local?: string): ImportedNames[] => [
  { source, names: local === undefined ? [] : [{ name: '*', local }] },
]
