import { type Grammar, whole } from './grammar.ts'

export const csharp: Grammar = {
  wasm: 'c-sharp',
  leads: '(comment) @lead (attribute_list) @lead',
  scopes: `[(method_declaration) (constructor_declaration) (local_function_statement) (lambda_expression)
    (accessor_declaration) (operator_declaration)] @scope`,
  definitions: `
    (namespace_declaration name: (_) @name) @module
    (file_scoped_namespace_declaration name: (_) @name) @module
    (class_declaration name: (_) @name) @class
    (struct_declaration name: (_) @name) @class
    (record_declaration name: (_) @name) @class
    (interface_declaration name: (_) @name) @interface
    (enum_declaration name: (_) @name) @enum
    (enum_member_declaration name: (_) @name) @member
    (delegate_declaration name: (_) @name) @type
    (constructor_declaration name: (_) @name) @constructor
    (method_declaration name: (_) @name) @method
    (local_function_statement name: (_) @name) @function
    (property_declaration name: (_) @name accessors: (_)? @body) @property
    (event_declaration name: (_) @name) @property
    (field_declaration (variable_declaration (variable_declarator name: (_) @name) @property))
    (event_field_declaration (variable_declaration (variable_declarator name: (_) @name) @property))
    (field_declaration (variable_declaration type: (_) . (variable_declarator) @inner .)) @outer
    (event_field_declaration (variable_declaration type: (_) . (variable_declarator) @inner .)) @outer
    (_ (modifier) @m (#any-of? @m "public" "protected" "internal")) @public
    (field_declaration (modifier) @m (variable_declaration (variable_declarator) @public) (#any-of? @m "public" "protected" "internal"))
    (interface_declaration body: (declaration_list (_) @public))
    [(namespace_declaration) (file_scoped_namespace_declaration) (enum_member_declaration)] @public`,
  names: `
    (parameter name: (identifier) @local)
    (lambda_expression parameters: (implicit_parameter) @local)
    (variable_declarator name: (identifier) @local)
    (foreach_statement left: (identifier) @local)
    (catch_declaration name: (identifier) @local)
    (declaration_expression name: (identifier) @local)
    (declaration_pattern name: (identifier) @local)
    (type_parameter name: (identifier) @local)
    (member_access_expression name: (identifier) @use.member)
    (member_access_expression name: (generic_name (identifier) @use.member))
    (member_binding_expression name: (identifier) @use.member)
    (identifier) @use`,
  imports: '(using_directive) @import',
  readImport: (node) => whole(node.lastNamedChild?.text ?? '', node.childForFieldName('name')?.text),
  exported: ({ mark }) => mark === 'public',
}
