import { type Grammar, whole } from './grammar.ts'

/** C++, and C. */
export const cpp: Grammar = {
  wasm: 'cpp',
  leads: '(comment) @lead',
  scopes: '[(function_definition) (lambda_expression)] @scope',
  definitions: `
    (namespace_definition name: (_) @name) @module
    (class_specifier name: (type_identifier) @name body: (_)) @class
    (struct_specifier name: (type_identifier) @name body: (_)) @class
    (union_specifier name: (type_identifier) @name body: (_)) @class
    (enum_specifier name: (type_identifier) @name body: (_)) @enum
    (enumerator name: (_) @name) @member
    (function_declarator declarator: [(identifier) (field_identifier) (operator_name) (destructor_name)] @name) @function
    (function_declarator declarator: (qualified_identifier name: [(identifier) (operator_name) (destructor_name)] @name)) @function
    (function_declarator declarator: (qualified_identifier name: (qualified_identifier
      name: [(identifier) (operator_name) (destructor_name)] @name))) @function
    (field_declaration declarator: (field_identifier) @name) @property
    (field_declaration declarator: (pointer_declarator (field_identifier) @name)) @property
    (field_declaration declarator: (reference_declarator (field_identifier) @name)) @property
    (field_declaration declarator: (array_declarator (field_identifier) @name)) @property
    (field_declaration declarator: (function_declarator declarator: (parenthesized_declarator
      (pointer_declarator declarator: (field_identifier) @name)))) @property
    (type_definition type: (_ body: (_) @body) declarator: (type_identifier) @name) @class
    (type_definition declarator: (type_identifier) @name) @type
    (alias_declaration name: (_) @name) @type
    (concept_definition name: (_) @name) @type
    (declaration declarator: (init_declarator declarator: (identifier) @name)) @variable
    (declaration declarator: (identifier) @name) @variable
    (declaration declarator: (init_declarator declarator: (_ (identifier) @name))) @variable
    (preproc_def name: (_) @name) @macro
    (preproc_function_def name: (_) @name) @macro
    (pointer_declarator declarator: (_) @inner) @outer
    (reference_declarator (function_declarator) @inner) @outer
    (function_definition declarator: (_) @inner) @outer
    (declaration type: (_)? . declarator: (_) @inner .) @outer
    (field_declaration type: (_)? . declarator: (_) @inner .) @outer
    (template_declaration (_) @inner) @outer
    (_ (storage_class_specifier) @s (#eq? @s "static")) @private`,
  names: `
    (parameter_declaration declarator: (identifier) @local)
    (parameter_declaration declarator: (_ (identifier) @local))
    (optional_parameter_declaration declarator: (identifier) @local)
    (init_declarator declarator: (identifier) @local)
    (init_declarator declarator: (pointer_declarator (identifier) @local))
    (init_declarator declarator: (reference_declarator (identifier) @local))
    (declaration declarator: (identifier) @local)
    (for_range_loop declarator: (identifier) @local)
    (preproc_params (identifier) @local)
    (structured_binding_declarator (identifier) @local)
    (type_parameter_declaration (type_identifier) @local)
    (field_identifier) @use.member
    [(identifier) (type_identifier) (namespace_identifier)] @use`,
  imports: '[(preproc_include) (using_declaration)] @import',
  readImport: (node) => {
    const path = node.childForFieldName('path')
    return whole(path ? path.text.replace(/^[<"]|[>"]$/g, '') : (node.lastNamedChild?.text ?? ''))
  },
  exported: ({ kind, mark, top }) => mark !== 'private' || kind === 'class' || !top,
}
