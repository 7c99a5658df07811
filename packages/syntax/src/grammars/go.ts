import type { Node } from 'web-tree-sitter'
import { type Grammar, type ImportedNames, whole } from './grammar.ts'

export const go: Grammar = {
  wasm: 'go',
  leads: '(comment) @lead',
  scopes: '[(function_declaration) (method_declaration) (func_literal)] @scope',
  definitions: `
    (function_declaration name: (_) @name) @function
    (method_declaration name: (_) @name) @method
    (type_spec name: (_) @name type: (struct_type (field_declaration_list) @body)) @class
    (type_spec name: (_) @name type: (interface_type) @body) @interface
    (type_spec name: (_) @name) @type
    (type_alias name: (_) @name) @type
    (method_elem name: (_) @name) @method
    (field_declaration name: (field_identifier) @name) @property
    (const_spec (identifier) @name) @constant
    (var_spec name: (identifier) @name) @variable
    (type_declaration . (_) @inner .) @outer
    (const_declaration . (const_spec) @inner .) @outer
    (var_declaration . (var_spec) @inner .) @outer`,
  names: `
    (parameter_declaration name: (identifier) @local)
    (variadic_parameter_declaration name: (identifier) @local)
    (type_parameter_declaration name: (identifier) @local)
    (short_var_declaration left: (expression_list (identifier) @local))
    (var_spec name: (identifier) @local)
    (const_spec (identifier) @local)
    (range_clause left: (expression_list (identifier) @local))
    (type_switch_statement alias: (expression_list (identifier) @local))
    (keyed_element . (literal_element (identifier) @use.member))
    (field_identifier) @use.member
    [(identifier) (type_identifier) (package_identifier)] @use`,
  imports: '(import_spec) @import',
  readImport,
  exported: ({ name }) => /^\p{Lu}/u.test(name),
}

function readImport(node: Node): ImportedNames[] {
  const source = node.childForFieldName('path')?.text.slice(1, -1) ?? ''
  const local = node.childForFieldName('name')?.text ?? packageOf(source)
  return whole(source, local === '_' ? undefined : local)
}

/** By custom the last part of the path, apart from its version. */
const packageOf = (path: string): string => {
  const parts = path.split('/')
  const last = parts.at(-1) ?? ''
  return /^v\d+$/.test(last) && parts.length > 1 ? parts.at(-2)! : last.replace(/\.v\d+$/, '')
}
