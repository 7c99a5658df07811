import { type Grammar, whole } from './grammar.ts'

export const php: Grammar = {
  wasm: 'php',
  leads: '(comment) @lead (attribute_list) @lead',
  scopes: '[(function_definition) (method_declaration) (anonymous_function) (arrow_function)] @scope',
  definitions: `
    (namespace_definition name: (_) @name) @module
    (class_declaration name: (_) @name) @class
    (trait_declaration name: (_) @name) @class
    (interface_declaration name: (_) @name) @interface
    (enum_declaration name: (_) @name) @enum
    (enum_case name: (_) @name) @member
    (function_definition name: (_) @name) @function
    (method_declaration name: (_) @name (#eq? @name "__construct")) @constructor
    (method_declaration name: (_) @name) @method
    (property_declaration (property_element name: (variable_name (name) @name))) @property
    (property_promotion_parameter name: (variable_name (name) @name)) @property
    (const_declaration (const_element . (name) @name)) @constant
    (expression_statement (assignment_expression left: (variable_name (name) @name)) @variable)
    (_ (visibility_modifier) @v (#not-eq? @v "public")) @private`,
  names: `
    (simple_parameter name: (variable_name (name) @local))
    (property_promotion_parameter name: (variable_name (name) @local))
    (variadic_parameter name: (variable_name (name) @local))
    (assignment_expression left: (variable_name (name) @local))
    (foreach_statement (variable_name (name) @local))
    (catch_clause name: (variable_name (name) @local))
    (member_call_expression name: (name) @use.member)
    (member_access_expression name: (name) @use.member)
    (scoped_call_expression name: (name) @use.member)
    (class_constant_access_expression (_) (name) @use.member)
    (name) @use`,
  imports: '(namespace_use_declaration) @import',
  readImport: (node) => {
    const prefix = node.childForFieldName('body') ? `${node.firstNamedChild?.text}\\` : ''
    return node.descendantsOfType('namespace_use_clause').map((clause) => {
      const path = prefix + (clause.firstNamedChild?.text ?? '')
      const name = path.slice(path.lastIndexOf('\\') + 1)
      const source = path.slice(0, Math.max(0, path.length - name.length - 1))
      return { source, names: [{ name, local: clause.childForFieldName('alias')?.text ?? name }] }
    })
  },
  exported: ({ kind, mark, top }) => mark !== 'private' && !(top && kind === 'variable'),
}

export const ruby: Grammar = {
  wasm: 'ruby',
  leads: '(comment) @lead',
  scopes: '[(method) (singleton_method) (lambda) (block) (do_block)] @scope',
  definitions: `
    (module name: [(constant) @name (scope_resolution name: (constant) @name)]) @module
    (class name: [(constant) @name (scope_resolution name: (constant) @name)]) @class
    (method name: (_) @name (#eq? @name "initialize")) @constructor
    (method name: (_) @name) @function
    (singleton_method name: (_) @name) @function
    (assignment left: (constant) @name) @constant`,
  names: `
    (method_parameters (identifier) @local)
    (block_parameters (identifier) @local)
    (optional_parameter name: (identifier) @local)
    (keyword_parameter name: (identifier) @local)
    (splat_parameter name: (identifier) @local)
    (hash_splat_parameter name: (identifier) @local)
    (block_parameter name: (identifier) @local)
    (assignment left: (identifier) @local)
    (left_assignment_list (identifier) @local)
    (exception_variable (identifier) @local)
    (call receiver: (_) method: [(identifier) (constant)] @use.member)
    [(instance_variable) (class_variable)] @use.member
    [(identifier) (constant) (global_variable)] @use`,
  imports:
    '((call method: (identifier) @m arguments: (argument_list . (string))) @import (#any-of? @m "require" "require_relative" "load" "autoload"))',
  readImport: (node) => whole(node.descendantsOfType('string_content')[0]?.text ?? ''),
  exported: ({ name }) => !name.startsWith('_'),
}

export const bash: Grammar = {
  wasm: 'bash',
  leads: '(comment) @lead',
  scopes: '(function_definition) @scope',
  definitions: `
    (function_definition name: (_) @name) @function
    (program (variable_assignment name: (variable_name) @name) @variable)
    (program (declaration_command (variable_assignment name: (variable_name) @name) @variable))
    (declaration_command "export" (variable_assignment) @public)`,
  names: `
    (declaration_command "local" (variable_assignment name: (variable_name) @local))
    (for_statement variable: (variable_name) @local)
    (variable_assignment name: (variable_name) @local)
    (variable_name) @use
    (command_name (word) @use)`,
  imports: '((command name: (command_name) @c argument: (_)) @import (#any-of? @c "source" "."))',
  readImport: (node) => whole(node.childForFieldName('argument')?.text.replace(/^(["'])(.*)\1$/s, '$2') ?? ''),
  exported: ({ kind, mark }) => kind === 'function' || mark === 'public',
}

/** Its declarations are rules, called by the first of their selectors. */
export const css: Grammar = {
  wasm: 'css',
  leads: '(comment) @lead',
  scopes: '(keyframe_block) @scope',
  definitions: `
    (rule_set (selectors . (_) @name) (block) @body) @class
    (keyframes_statement (keyframes_name) @name (keyframe_block_list) @body) @class
    (declaration . (property_name) @name (#match? @name "^--")) @property`,
  names: '[(plain_value) (class_name) (id_name)] @use',
  imports: '(import_statement) @import',
  readImport: (node) => whole(node.descendantsOfType(['string_content', 'plain_value'])[0]?.text ?? ''),
  exported: () => true,
}
