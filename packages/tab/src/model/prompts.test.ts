import { renderPrompt } from '@caret/prompt'
import { expect, test } from 'vitest'
import { formatOf } from './format.ts'
import { fillPrompt, type FillProps, nextEditPrompt, type NextEditProps } from './prompts.tsx'

const alone: Omit<FillProps, 'format'> = {
  ...{ repository: 'shop', path: 'src/cart.ts', snippets: [] },
  before: 'function add(a, b) {\n  return ',
  after: '\n}\n',
}
const among = { ...alone, snippets: [{ path: 'src/item.ts', text: 'export const price = 1' }] }

const textsOf = async (format: string, props: Omit<FillProps, 'format'>, budget = 1_000) => {
  const { messages } = await renderPrompt(fillPrompt, { format, ...props }, { budget })
  return messages.map(({ content }) => content.map((part) => (part.type === 'text' ? part.text : '')).join(''))
}

test.each([
  ['qwen-coder', '<|fim_prefix|>function add(a, b) {\n  return <|fim_suffix|>\n}\n<|fim_middle|>'],
  ['starcoder2', '<fim_prefix>function add(a, b) {\n  return <fim_suffix>\n}\n<fim_middle>'],
  ['deepseek-coder', '<｜fim▁begin｜>function add(a, b) {\n  return <｜fim▁hole｜>\n}\n<｜fim▁end｜>'],
  ['codellama', '<PRE> function add(a, b) {\n  return  <SUF>\n}\n <MID>'],
  ['codestral', '[SUFFIX]\n}\n[PREFIX]function add(a, b) {\n  return '],
])('%s fills in the middle as it was trained', async (format, prompt) => {
  expect(await textsOf(format, alone)).toEqual([prompt])
})

test.each([
  [
    'qwen-coder',
    '<|repo_name|>shop\n<|file_sep|>src/item.ts\nexport const price = 1\n<|file_sep|>src/cart.ts\n<|fim_prefix|>function add(a, b) {\n  return <|fim_suffix|>\n}\n<|fim_middle|>',
  ],
  [
    'starcoder2',
    '<repo_name>shop<file_sep>src/item.ts\nexport const price = 1<file_sep><fim_prefix>src/cart.ts\nfunction add(a, b) {\n  return <fim_suffix>\n}\n<fim_middle>',
  ],
  [
    'codestral',
    '[SUFFIX]\n}\n[PREFIX]+++++ src/item.ts\nexport const price = 1\n\n+++++ src/cart.ts\nfunction add(a, b) {\n  return ',
  ],
])('%s is shown other files as it was trained', async (format, prompt) => {
  expect(await textsOf(format, among)).toEqual([prompt])
})

test('a server that knows the tokens is given both sides apart', async () => {
  expect(await textsOf('server', among)).toEqual([among.before, among.after])
})

test('what is nearest to the caret is kept, without a gap', async () => {
  const lines = Array.from({ length: 200 }, (_, at) => `const value${at} = compute(${at})\n`)
  const props = { ...alone, before: lines.join(''), after: `\n${lines.join('')}` }
  const { messages, tokens } = await renderPrompt(fillPrompt, { format: 'qwen-coder', ...props }, { budget: 400 })
  const [text = ''] = messages.flatMap(({ content }) => content.map((part) => (part.type === 'text' ? part.text : '')))
  expect(tokens).toBeLessThanOrEqual(400)
  const [, before = '', after = ''] = /^<\|fim_prefix\|>(.*)<\|fim_suffix\|>(.*)<\|fim_middle\|>$/s.exec(text) ?? []
  expect(before.length).toBeGreaterThan(100)
  expect(props.before.endsWith(before)).toBe(true)
  expect(after.length).toBeGreaterThan(100)
  expect(props.after.startsWith(after)).toBe(true)
})

const edited: Omit<NextEditProps, 'format'> = {
  path: 'src/cart.ts',
  ...{ before: 'class Cart {\n', after: '\n}', startsFile: true },
  ...{ region: '  total = 1\n  count = 2', caret: 7, original: '  sum = 1\n  count = 2' },
  edits: [
    {
      ...{ path: 'src/cart.ts', diff: '@@ -1,2 +1,2 @@\n class Cart {\n-  sum = 1\n+  total = 1\n' },
      ...{ original: 'class Cart {\n  sum = 1', updated: 'class Cart {\n  total = 1' },
    },
  ],
  snippets: [{ path: 'src/item.ts', text: 'export const price = 1' }],
}

test.each([
  [
    'zeta',
    [
      '### Instruction:\nYou are a code completion assistant and your task is to analyze user edits and then rewrite an excerpt that the user provides, suggesting the appropriate edits within the excerpt, taking into account the cursor location.\n\n',
      '### User Edits:\n\nUser edited "src/cart.ts":\n```diff\n@@ -1,2 +1,2 @@\n class Cart {\n-  sum = 1\n+  total = 1\n\n```\n\n',
      '### User Excerpt:\n\n```src/cart.ts\n<|start_of_file|>\nclass Cart {\n<|editable_region_start|>\n  total<|user_cursor_is_here|> = 1\n  count = 2\n<|editable_region_end|>\n}\n```\n\n',
      '### Response:\n\n',
    ].join(''),
  ],
  [
    'zeta-2',
    [
      '<[fim-suffix]>\n}\n',
      '<[fim-prefix]><filename>edit_history\n--- a/src/cart.ts\n+++ b/src/cart.ts\n@@ -1,2 +1,2 @@\n class Cart {\n-  sum = 1\n+  total = 1\n\n',
      '<filename>src/cart.ts\nclass Cart {\n<<<<<<< CURRENT\n  total<|user_cursor|> = 1\n  count = 2\n=======\n',
      '<[fim-middle]>',
    ].join(''),
  ],
  [
    'sweep',
    [
      '<|file_sep|>src/item.ts\nexport const price = 1\n',
      '<|file_sep|>src/cart.ts.diff\noriginal:\nclass Cart {\n  sum = 1\nupdated:\nclass Cart {\n  total = 1\n',
      '<|file_sep|>original/src/cart.ts\n  sum = 1\n  count = 2\n',
      '<|file_sep|>current/src/cart.ts\n  total = 1\n  count = 2\n',
      '<|file_sep|>updated/src/cart.ts',
    ].join(''),
  ],
])('%s predicts the next edit as it was trained', async (format, prompt) => {
  const { messages } = await renderPrompt(nextEditPrompt, { format, ...edited }, { budget: 1_000 })
  expect(messages).toEqual([{ role: 'user', content: [{ type: 'text', text: prompt }] }])
})

test('Instinct has its headings and marks to the letter, and the newest edit first', async () => {
  const { messages } = await renderPrompt(
    nextEditPrompt,
    {
      ...{ format: 'instinct', ...edited },
      edits: [{ ...edited.edits[0]!, path: 'old.ts', diff: '@@ -1 +1 @@\n-a\n+b\n' }, ...edited.edits],
      snippets: [...edited.snippets, { path: 'src/shop.ts', text: 'open()' }],
    },
    { budget: 2_000 },
  )
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user'])
  const [part] = messages[1]!.content
  expect(part?.type === 'text' && part.text.slice(part.text.indexOf('###'))).toBe(
    [
      '### Context:\n<|context_file|>: src/item.ts\n<|snippet|>\nexport const price = 1\n\n',
      '<|context_file|>: src/shop.ts\n<|snippet|>\nopen()\n\n',
      '### User Edits:\n\nUser edited file "src/cart.ts"\n\n```diff\n@@ -1,2 +1,2 @@\n class Cart {\n-  sum = 1\n+  total = 1\n```\n',
      'User edited file "old.ts"\n\n```diff\n@@ -1 +1 @@\n-a\n+b\n```\n\n',
      '### User Excerpt:\nsrc/cart.ts\n\nclass Cart {\n<|editable_region_start|>\n  total<|user_cursor_is_here|> = 1\n  count = 2\n<|editable_region_end|>\n}```\n',
      '### Response:',
    ].join(''),
  )
})

test('other models are told in words, and those may be cached', async () => {
  const { messages, breakpoints } = await renderPrompt(nextEditPrompt, { format: 'chat', ...edited }, { budget: 1_000 })
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user'])
  expect(breakpoints).toMatchObject([{ message: 0 }])
  const [part] = messages[1]!.content
  expect(part?.type === 'text' && part.text).toContain(
    'class Cart {\n<region>\n  total‸ = 1\n  count = 2\n</region>\n}',
  )
})

test.each([
  ['qwen2.5-coder:7b', 'lmstudio', 'qwen-coder'],
  ['qwen2.5-coder:7b', 'ollama', 'server'],
  ['codegemma:2b', 'ollama', 'server'],
  ['qwen2.5-coder-1.5b', 'local', 'server'],
  ['starcoder2-3b', 'openai-compatible', 'starcoder2'],
  ['deepseek-coder-6.7b-base', 'lmstudio', 'deepseek-coder'],
  ['codellama-7b', 'lmstudio', 'codellama'],
  ['mistralai/codestral-2501', 'openai-compatible', 'codestral'],
  ['zed-industries/zeta', 'lmstudio', 'zeta'],
  ['zed-industries/zeta-2', 'lmstudio', 'zeta-2'],
  ['zed-industries/zeta-2.1', 'lmstudio', 'chat'],
  ['sweep-next-edit-1.5b', 'ollama', 'sweep'],
  ['nate/instinct', 'ollama', 'instinct'],
  ['continuedev_instinct-q8_0', 'local', 'instinct'],
  ['qwen2.5-coder', 'openai', 'chat'],
  ['claude-haiku', 'anthropic', 'chat'],
])('%s at %s is asked in the format %s', (model, provider, format) => {
  expect(formatOf(model, provider).name).toBe(format)
})
