import type { Node } from 'web-tree-sitter'
import type { Grammar, ImportedNames } from './grammar.ts'

const functions = '[(arrow_function body: (_) @body) (function_expression body: (_) @body)]'

const shared = {
  leads: '(comment) @lead (decorator) @lead',
  scopes: `[(function_declaration) (generator_function_declaration) (function_expression) (generator_function)
    (arrow_function) (method_definition)] @scope`,
  imports: `
    (import_statement) @import
    (export_statement source: (_)) @import
    (variable_declarator value: (call_expression function: (identifier) @f arguments: (arguments . (string))) (#eq? @f "require")) @import`,
  readImport,
  exported: ({ name, mark, listed, top }) =>
    top ? mark === 'public' || listed === true : mark !== 'private' && !name.startsWith('#'),
} satisfies Partial<Grammar>

const definitions = `
  (class_declaration name: (_) @name) @class
  (function_declaration name: (_) @name) @function
  (generator_function_declaration name: (_) @name) @function
  (method_definition name: (_) @name (#eq? @name "constructor")) @constructor
  (method_definition name: (_) @name) @method
  (lexical_declaration (variable_declarator name: (identifier) @name value: ${functions}) @function)
  (variable_declaration (variable_declarator name: (identifier) @name value: ${functions}) @function)
  (lexical_declaration (variable_declarator name: (identifier) @name value: (class body: (_) @body)) @class)
  (lexical_declaration kind: "const" (variable_declarator name: (identifier) @name) @constant)
  (lexical_declaration (variable_declarator name: (identifier) @name) @variable)
  (variable_declaration (variable_declarator name: (identifier) @name) @variable)
  (variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @name)) @constant
  (variable_declarator name: (object_pattern (pair_pattern value: (identifier) @name))) @constant
  (variable_declarator name: (object_pattern (rest_pattern (identifier) @name))) @constant
  (pair key: (property_identifier) @name value: ${functions}) @method
  (expression_statement (assignment_expression
    left: (member_expression property: (property_identifier) @name) right: ${functions}) @function)
  (export_statement declaration: (_) @inner @public) @outer
  (export_statement declaration: (_ (variable_declarator) @public))
  (export_statement value: (_) @inner @public) @outer
  (lexical_declaration . (variable_declarator) @inner .) @outer
  (variable_declaration . (variable_declarator) @inner .) @outer
  (export_statement !source (export_clause (export_specifier name: (_) @listed)))
  (export_statement value: (identifier) @listed)
  (export_statement value: (object [(method_definition) (pair)] @public))
  ((assignment_expression left: (member_expression object: (_) @e)) @public (#any-of? @e "exports" "module.exports"))
  ((assignment_expression left: (_) @e right: (object [
    (method_definition) @public (pair) @public (shorthand_property_identifier) @listed])) (#eq? @e "module.exports"))
`

const names = `
  (catch_clause parameter: (identifier) @local)
  (for_in_statement kind: _ left: (identifier) @local)
  (variable_declarator name: (identifier) @local)
  (arrow_function parameter: (identifier) @local)
  (function_expression name: (identifier) @local)
  (shorthand_property_identifier_pattern) @local
  (pair_pattern value: (identifier) @local)
  (rest_pattern (identifier) @local)
  (array_pattern (identifier) @local)
  (assignment_pattern left: (identifier) @local)
  [(identifier) (shorthand_property_identifier)] @use
  [(property_identifier) (private_property_identifier)] @use.member
`

/** JavaScript, and JSX. */
export const javascript: Grammar = {
  ...shared,
  wasm: 'javascript',
  definitions: `
    (field_definition property: (_) @name value: ${functions}) @method
    (field_definition property: (_) @name) @property
    ${definitions}`,
  names: `(formal_parameters (identifier) @local) ${names}`,
}

/** TypeScript without JSX, in which `<T>x` is a cast. */
export const typescript: Grammar = {
  ...shared,
  wasm: 'typescript',
  definitions: `
    (abstract_class_declaration name: (_) @name) @class
    (interface_declaration name: (_) @name) @interface
    (type_alias_declaration name: (_) @name) @type
    (enum_declaration name: (_) @name) @enum
    (enum_body name: (_) @name @member)
    (enum_assignment name: (_) @name) @member
    (internal_module name: (_) @name) @module
    (module name: (string (string_fragment) @name)) @module
    (module name: (identifier) @name) @module
    (function_signature name: (_) @name) @function
    (method_signature name: (_) @name) @method
    (abstract_method_signature name: (_) @name) @method
    (interface_body (property_signature name: (_) @name) @property)
    (type_alias_declaration value: (object_type (property_signature name: (_) @name) @property))
    (public_field_definition name: (_) @name value: ${functions}) @method
    (public_field_definition name: (_) @name) @property
    ${definitions}
    (ambient_declaration (_) @inner @public) @outer
    (expression_statement (internal_module) @inner) @outer
    (_ (accessibility_modifier) @m (#not-eq? @m "public")) @private`,
  names: `
    (required_parameter pattern: (identifier) @local)
    (optional_parameter pattern: (identifier) @local)
    (type_parameter name: (type_identifier) @local)
    ${names}
    (type_identifier) @use`,
}

/** TypeScript with JSX. */
export const tsx: Grammar = { ...typescript, wasm: 'tsx' }

function readImport(node: Node): ImportedNames[] {
  const source = unquoted(node.descendantsOfType('string').at(-1)?.text ?? '')
  if (node.type === 'variable_declarator') return [{ source, names: requiredNames(node.childForFieldName('name')) }]
  const names = node.descendantsOfType(['import_specifier', 'export_specifier']).map(named)
  const star = node.descendantsOfType('namespace_import')[0] ?? node.descendantsOfType('namespace_export')[0]
  if (star) names.push({ name: '*', local: star.lastNamedChild?.text ?? '*' })
  const required = node.descendantsOfType('import_require_clause')[0]?.firstNamedChild
  if (required) names.push({ name: '*', local: required.text })
  const clause = node.namedChildren.find(({ type }) => type === 'import_clause')
  const main = clause?.namedChildren.find(({ type }) => type === 'identifier')
  if (main) names.unshift({ name: 'default', local: main.text })
  if (node.type === 'export_statement' && names.length === 0) names.push({ name: '*', local: '*' })
  return [{ source, names }]
}

function named(specifier: Node): ImportedNames['names'][number] {
  const name = specifier.childForFieldName('name')?.text ?? ''
  return { name, local: specifier.childForFieldName('alias')?.text ?? name }
}

function requiredNames(pattern: Node | null): ImportedNames['names'] {
  if (pattern?.type === 'identifier') return [{ name: '*', local: pattern.text }]
  return (pattern?.namedChildren ?? []).flatMap((child) => {
    if (child.type === 'shorthand_property_identifier_pattern') return [{ name: child.text, local: child.text }]
    const [name, local] = [child.childForFieldName('key')?.text, child.childForFieldName('value')?.text]
    return name !== undefined && local !== undefined ? [{ name, local }] : []
  })
}

const unquoted = (text: string): string => text.slice(1, -1)
