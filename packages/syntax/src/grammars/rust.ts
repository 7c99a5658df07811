import type { Node } from 'web-tree-sitter'
import type { Grammar, ImportedNames } from './grammar.ts'

export const rust: Grammar = {
  wasm: 'rust',
  leads: '(line_comment) @lead (block_comment) @lead (attribute_item) @lead',
  scopes: '[(function_item) (closure_expression)] @scope',
  definitions: `
    (struct_item name: (_) @name) @class
    (union_item name: (_) @name) @class
    (enum_item name: (_) @name) @enum
    (enum_variant name: (_) @name) @member
    (field_declaration name: (_) @name) @property
    (trait_item name: (_) @name) @interface
    (impl_item type: [(type_identifier) @name (generic_type type: (type_identifier) @name)
      (scoped_type_identifier name: (_) @name) (reference_type (type_identifier) @name)]) @implementation
    (function_item name: (_) @name) @function
    (function_signature_item name: (_) @name) @function
    (associated_type name: (_) @name) @type
    (type_item name: (_) @name) @type
    (const_item name: (_) @name) @constant
    (static_item name: (_) @name) @variable
    (mod_item name: (_) @name) @module
    (macro_definition name: (_) @name) @macro
    (_ (visibility_modifier)) @public
    (trait_item body: (declaration_list (_) @public))
    (impl_item trait: (_) body: (declaration_list (_) @public))
    [(impl_item) (enum_variant)] @public`,
  names: `
    (parameter pattern: (identifier) @local)
    (closure_parameters (identifier) @local)
    (let_declaration pattern: (identifier) @local)
    (for_expression pattern: (identifier) @local)
    (tuple_pattern (identifier) @local)
    (slice_pattern (identifier) @local)
    (ref_pattern (identifier) @local)
    (mut_pattern (identifier) @local)
    (captured_pattern . (identifier) @local)
    (tuple_struct_pattern type: (_) (identifier) @local)
    (field_pattern pattern: (identifier) @local)
    (field_pattern name: (shorthand_field_identifier) @local)
    (type_parameter name: (type_identifier) @local)
    (field_identifier) @use.member
    [(identifier) (type_identifier) (shorthand_field_identifier)] @use`,
  imports: '[(use_declaration) (extern_crate_declaration)] @import',
  readImport: (node) => {
    const argument = node.childForFieldName('argument') ?? node.childForFieldName('name')
    return argument ? bySource(leavesOf(argument, '')) : []
  },
  exported: ({ mark }) => mark === 'public',
}

interface Leaf {
  path: string
  name: string
  local: string
}

/** What a tree of `use` brings in, each with the path to it. */
function leavesOf(node: Node, prefix: string): Leaf[] {
  const at = (name: string, local = name) => [{ path: prefix, name, local }]
  switch (node.type) {
    case 'scoped_use_list':
      return leavesIn(node.childForFieldName('list'), joined(prefix, node.childForFieldName('path')?.text))
    case 'use_list':
      return leavesIn(node, prefix)
    case 'use_wildcard':
      return [{ path: joined(prefix, node.firstNamedChild?.text), name: '*', local: '*' }]
    case 'use_as_clause': {
      const alias = node.childForFieldName('alias')?.text
      const path = node.childForFieldName('path')
      return path ? leavesOf(path, prefix).map((leaf) => ({ ...leaf, local: alias ?? leaf.local })) : []
    }
    case 'scoped_identifier': {
      const name = node.childForFieldName('name')?.text ?? ''
      return [{ path: joined(prefix, node.childForFieldName('path')?.text), name, local: name }]
    }
    case 'self':
      return at('*', prefix.replace(/.*::/s, ''))
    default:
      return prefix ? at(node.text) : [{ path: node.text, name: '*', local: node.text }]
  }
}

const leavesIn = (list: Node | null, prefix: string): Leaf[] =>
  (list?.namedChildren ?? [])
    .filter(({ type }) => !type.endsWith('comment'))
    .flatMap((child) => leavesOf(child, prefix))

const joined = (prefix: string, path = ''): string => [prefix, path].filter(Boolean).join('::')

const bySource = (leaves: Leaf[]): ImportedNames[] =>
  [...new Set(leaves.map(({ path }) => path))].map((source) => ({
    source,
    names: leaves.filter(({ path }) => path === source).map(({ name, local }) => ({ name, local })),
  }))
