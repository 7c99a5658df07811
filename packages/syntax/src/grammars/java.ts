import type { Grammar } from './grammar.ts'

export const java: Grammar = {
  wasm: 'java',
  leads: '(line_comment) @lead (block_comment) @lead (marker_annotation) @lead (annotation) @lead',
  scopes:
    '[(method_declaration) (constructor_declaration) (lambda_expression) (compact_constructor_declaration)] @scope',
  definitions: `
    (class_declaration name: (_) @name) @class
    (record_declaration name: (_) @name) @class
    (interface_declaration name: (_) @name) @interface
    (annotation_type_declaration name: (_) @name) @interface
    (enum_declaration name: (_) @name) @enum
    (enum_constant name: (_) @name) @member
    (constructor_declaration name: (_) @name) @constructor
    (compact_constructor_declaration name: (_) @name) @constructor
    (method_declaration name: (_) @name) @method
    (annotation_type_element_declaration name: (_) @name) @method
    (field_declaration (variable_declarator name: (_) @name) @property)
    (constant_declaration (variable_declarator name: (_) @name) @constant)
    (field_declaration type: (_) . (variable_declarator) @inner .) @outer
    (constant_declaration type: (_) . (variable_declarator) @inner .) @outer
    (_ (modifiers ["public" "protected"])) @public
    (field_declaration (modifiers ["public" "protected"]) (variable_declarator) @public)
    (interface_body (_) @public)
    (enum_constant) @public`,
  names: `
    (formal_parameter name: (_) @local)
    (catch_formal_parameter name: (_) @local)
    (variable_declarator name: (_) @local)
    (enhanced_for_statement name: (_) @local)
    (inferred_parameters (identifier) @local)
    (lambda_expression parameters: (identifier) @local)
    (type_parameter (type_identifier) @local)
    (resource name: (_) @local)
    (instanceof_expression name: (_) @local)
    (field_access field: (identifier) @use.member)
    (method_invocation object: (_) name: (identifier) @use.member)
    (method_reference "::" (identifier) @use.member)
    [(identifier) (type_identifier)] @use`,
  imports: '(import_declaration) @import',
  readImport: (node) => {
    const path = node.namedChildren.find(({ type }) => type.endsWith('identifier'))?.text ?? ''
    if (node.namedChildren.some(({ type }) => type === 'asterisk')) {
      return [{ source: path, names: [{ name: '*', local: '*' }] }]
    }
    const name = path.slice(path.lastIndexOf('.') + 1)
    return [{ source: path.slice(0, -name.length - 1), names: [{ name, local: name }] }]
  },
  exported: ({ mark }) => mark === 'public',
}
