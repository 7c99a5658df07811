const roleDescriptions = {
  fast: 'Answers what is asked in passing: short questions, titles, small edits.',
  smart: 'Answers most questions about code, reviews, and does errands.',
  thinking: 'Answers what is hard: designs, causes, changes of many files.',
  apply: 'Writes the sketch of a change into its file.',
  tab: 'Suggests the next edit as you type. Asked all the time, so no hosted model does it unless named here.',
  embedding: 'Makes vectors of code, to search by meaning. No hosted model does it unless named here.',
}

/** The settings editor would show either of `anyOf` in a box, and make a list one text. */
const chain = (markdownDescription: string) => ({
  oneOf: [
    { type: 'string', minLength: 1 },
    { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
  ],
  markdownDescription,
})

const seconds = (description: string) => ({ type: 'number', exclusiveMinimum: 0, description })
const dollars = (description: string) => ({ type: 'number', minimum: 0, description })

const properties = {
  'caret.models.providers': {
    type: 'object',
    default: {},
    markdownDescription:
      'Servers of models by name, beside Anthropic, OpenAI, Google, Ollama and LM Studio, which need no entry: `{ "router": { "kind": "openai-compatible", "baseURL": "https://openrouter.ai/api/v1" } }`. Keys are not settings: the command *Caret: Models* takes them.',
    propertyNames: { pattern: '^[\\w.-]+$' },
    additionalProperties: {
      type: 'object',
      additionalProperties: false,
      properties: {
        kind: {
          type: 'string',
          examples: ['openai-compatible', 'anthropic', 'openai', 'google', 'ollama', 'lmstudio'],
          description: 'What it speaks; by default its name says so.',
        },
        baseURL: { type: 'string', pattern: '^https?://', description: 'Where it is.' },
        keyVariable: { type: 'string', description: 'The environment variable that holds its key.' },
        headers: {
          type: 'object',
          additionalProperties: { type: 'string' },
          description: 'Sent along with each request.',
        },
        models: { type: 'array', items: { type: 'string' }, description: 'Its models, where it does not list them.' },
        concurrency: { type: 'integer', minimum: 1, description: 'Requests at one time.' },
        firstTokenSeconds: seconds('How long the first token may take.'),
        stallSeconds: seconds('How long an answer may pause.'),
        predictedOutputs: { type: 'boolean', description: "It takes OpenAI's predicted outputs." },
      },
    },
  },
  'caret.models.roles': {
    type: 'object',
    default: {},
    markdownDescription:
      'Which model serves what, as `provider/model`, or several of which the next is asked when one is down: `{ "smart": ["anthropic/claude-opus-5-5", "ollama/qwen3:32b"] }`. What is not named is served by what there is.',
    additionalProperties: false,
    properties: Object.fromEntries(Object.entries(roleDescriptions).map(([role, text]) => [role, chain(text)])),
  },
  'caret.models.router': {
    type: 'string',
    enum: ['auto', 'fast', 'smart', 'thinking'],
    enumDescriptions: [
      'By the question: its words, its size, the files that it is about, and what failed before.',
      'The fast model answers all questions.',
      'The smart model answers all questions.',
      'The thinking model answers all questions.',
    ],
    default: 'auto',
    description: 'Which role answers questions.',
  },
  'caret.models.dailyBudget': {
    type: ['number', 'null'],
    minimum: 0,
    default: null,
    description:
      'US dollars that models may cost in a day. Once they are spent, only models on this machine are asked.',
  },
  'caret.models.prices': {
    type: 'object',
    default: {},
    markdownDescription:
      'US dollars for a million tokens, where Caret does not know a price or has an old one: `{ "router/large": { "input": 2, "output": 8 } }`.',
    additionalProperties: {
      type: 'object',
      additionalProperties: false,
      required: ['input', 'output'],
      properties: {
        input: dollars('Of the prompt.'),
        output: dollars('Of the answer.'),
        cacheRead: dollars("Of what was in the provider's cache."),
        cacheWrite: dollars("Of what is put into the provider's cache."),
      },
    },
  },
  'caret.models.discover': {
    type: 'boolean',
    default: true,
    description: 'Looks for Ollama and LM Studio on this machine.',
  },
  'caret.models.record': {
    type: 'boolean',
    default: false,
    markdownDescription:
      'Writes all requests and answers down, without keys, in `models/recordings` of the data folder, so that they can be replayed.',
  },
}

/** What the models add to the workbench's commands and settings. */
export const modelsContributions = {
  commands: [{ command: 'caret.models', title: 'Models', category: 'Caret' }],
  configuration: {
    title: 'Caret Models',
    properties: Object.fromEntries(
      // A folder's own settings could send keys and code elsewhere.
      Object.entries(properties).map(([name, property]) => [name, { scope: 'application', ...property }]),
    ),
  },
}
