const typeHints = (name: string, language: string) => ({
  [`${language}.inlayHints.parameterNames.enabled`]: {
    type: 'string',
    enum: ['none', 'literals', 'all'],
    default: 'none',
    description: `Shows the names of parameters in calls of ${name}.`,
  },
  ...Object.fromEntries(
    [
      ['variableTypes', 'variables'],
      ['parameterTypes', 'parameters'],
      ['functionLikeReturnTypes', 'what functions return'],
      ['propertyDeclarationTypes', 'properties'],
    ].map(([key, what]) => [
      `${language}.inlayHints.${key}.enabled`,
      { type: 'boolean', default: false, description: `Shows the implicit types of ${what} in ${name}.` },
    ]),
  ),
})

/** What the language servers add to the workbench's commands and settings. */
export const languagesContributions = {
  commands: [
    { command: 'caret.restartLanguageServer', title: 'Restart Language Server', category: 'Caret' },
    { command: 'caret.stopLanguageServer', title: 'Stop Language Server', category: 'Caret' },
  ],
  configuration: {
    title: 'Language Servers',
    properties: {
      'caret.languageServers': {
        type: 'object',
        default: {},
        markdownDescription:
          'Language servers of your own, by name: `{ "lua": { "command": ["lua-language-server"], "languages": ["lua"], "extensions": [".lua"] } }`.',
        additionalProperties: {
          type: 'object',
          required: ['command', 'languages'],
          properties: {
            command: { type: 'array', items: { type: 'string' }, minItems: 1 },
            languages: { type: 'array', items: { type: 'string' } },
            extensions: { type: 'array', items: { type: 'string' } },
            settings: { type: 'object' },
            initializationOptions: {},
          },
        },
      },
      ...typeHints('TypeScript', 'typescript'),
      ...typeHints('JavaScript', 'javascript'),
      'basedpyright.analysis.typeCheckingMode': {
        type: 'string',
        enum: ['off', 'basic', 'standard', 'strict', 'recommended', 'all'],
        default: 'standard',
        description: 'How strictly Python is checked.',
      },
      'basedpyright.analysis.diagnosticMode': {
        type: 'string',
        enum: ['openFilesOnly', 'workspace'],
        default: 'openFilesOnly',
        description: 'Whether Python’s problems are shown of open files or of all.',
      },
      'yaml.schemas': {
        type: 'object',
        default: {},
        description: 'Schemas on disk, each with the files that it is for.',
      },
      'json.schemas': {
        type: 'array',
        default: [],
        description: 'Schemas on disk or written here, each with the files that it is for.',
        items: {
          type: 'object',
          properties: {
            fileMatch: { type: 'array', items: { type: 'string' } },
            url: { type: 'string' },
            schema: { type: 'object' },
          },
        },
      },
    },
  },
}
