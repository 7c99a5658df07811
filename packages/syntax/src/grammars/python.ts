import type { Node } from 'web-tree-sitter'
import type { Grammar, ImportedNames } from './grammar.ts'

export const python: Grammar = {
  wasm: 'python',
  leads: '(comment) @lead (decorator) @lead',
  scopes: `[(function_definition) (lambda) (list_comprehension) (set_comprehension) (dictionary_comprehension)
    (generator_expression)] @scope`,
  definitions: `
    (class_definition name: (_) @name) @class
    (function_definition name: (_) @name (#eq? @name "__init__")) @constructor
    (function_definition name: (_) @name) @function
    (type_alias_statement left: (type (identifier) @name)) @type
    (expression_statement (assignment left: (identifier) @name) @variable)
    (expression_statement (assignment left: (pattern_list (identifier) @name)) @variable)
    (decorated_definition definition: (_) @inner) @outer
    ((assignment left: (identifier) @all right: [(list (string (string_content) @listed)) (tuple (string (string_content) @listed))])
      (#eq? @all "__all__"))`,
  names: `
    (parameters (identifier) @local)
    (lambda_parameters (identifier) @local)
    (typed_parameter . (identifier) @local)
    (default_parameter name: (identifier) @local)
    (typed_default_parameter name: (identifier) @local)
    (list_splat_pattern (identifier) @local)
    (dictionary_splat_pattern (identifier) @local)
    (assignment left: (identifier) @local)
    (pattern_list (identifier) @local)
    (tuple_pattern (identifier) @local)
    (for_statement left: (identifier) @local)
    (for_in_clause left: (identifier) @local)
    (as_pattern_target (identifier) @local)
    (named_expression name: (identifier) @local)
    (keyword_argument name: (identifier) @use.member)
    (attribute attribute: (identifier) @use.member)
    (identifier) @use`,
  imports: '[(import_statement) (import_from_statement) (future_import_statement)] @import',
  readImport,
  exported: ({ name, listed, top }) =>
    top && listed !== undefined ? listed : !name.startsWith('_') || name.startsWith('__'),
}

function readImport(node: Node): ImportedNames[] {
  const names = node.childrenForFieldName('name').map(named)
  if (node.type === 'import_statement') {
    // `import a.b` makes `a` known.
    return names.map(({ name, local }) => ({
      source: name,
      names: [{ name: '*', local: local === name ? name.replace(/\..*/s, '') : local }],
    }))
  }
  const source = node.childForFieldName('module_name')?.text ?? '__future__'
  const all = node.namedChildren.some(({ type }) => type === 'wildcard_import')
  return [{ source, names: all ? [{ name: '*', local: '*' }] : names }]
}

function named(node: Node): ImportedNames['names'][number] {
  const name = (node.childForFieldName('name') ?? node).text
  return { name, local: node.childForFieldName('alias')?.text ?? name }
}
