/**
 * How a family of models was trained to predict the next edit: a prompt as a template, and how its answer shows the region again.
 * `{region}` is the part to be rewritten, `{regionBefore}` and `{regionAfter}` its halves around the caret, `{original}` the
 * region before the last edit; `{before}` and `{after}` stand around it; `{edits}` are the last ones, the newest last (or first), each by
 * the template `edit`; `{snippets}` other code, each by `snippet`; `{fileStart}` is there where the file begins.
 */
export interface NextEditFormat {
  readonly name: string
  readonly models: RegExp
  /** A text to continue, or a conversation. */
  readonly asks: 'completion' | 'chat'
  readonly system?: string
  readonly prompt: string
  readonly edit: string
  /** The newest edit comes first. */
  readonly newestFirst?: true
  /** Between two edits. */
  readonly between: string
  readonly snippet?: string
  readonly fileStart?: string
  /** What stands around the region in an answer; without, all of the answer is the region. */
  readonly around?: readonly [start: string, end: string]
  /** An answer that means that nothing is to change. */
  readonly unchanged?: string
  /** Shows the caret; a model may repeat it. */
  readonly cursor?: string
  readonly stop: readonly string[]
}

const zetaInstruction =
  'You are a code completion assistant and your task is to analyze user edits and then rewrite an excerpt that the user provides, suggesting the appropriate edits within the excerpt, taking into account the cursor location.'

export const nextEditFormats: readonly NextEditFormat[] = [
  {
    // Zed's first open model, and its data set; the excerpt as Zed's client writes it.
    name: 'zeta',
    models: /\bzeta(?![-_.]?\d)/i,
    asks: 'completion',
    prompt: [
      `### Instruction:\n${zetaInstruction}\n`,
      '### User Edits:\n\n{edits}\n',
      '### User Excerpt:\n\n```{path}\n{fileStart}{before}<|editable_region_start|>\n{regionBefore}<|user_cursor_is_here|>{regionAfter}\n<|editable_region_end|>{after}\n```\n',
      '### Response:\n\n',
    ].join('\n'),
    edit: 'User edited "{path}":\n```diff\n{diff}\n```',
    between: '\n\n',
    fileStart: '<|start_of_file|>\n',
    around: ['<|editable_region_start|>\n', '\n<|editable_region_end|>'],
    cursor: '<|user_cursor_is_here|>',
    stop: ['\n<|editable_region_end|>'],
  },
  {
    // Zed's second one, a Seed-Coder: the suffix first, and the region as one side of a conflict.
    name: 'zeta-2',
    models: /\bzeta[-_.]?2(?![-_.]?\d)/i,
    asks: 'completion',
    prompt: [
      '<[fim-suffix]>{after}\n',
      '<[fim-prefix]><filename>edit_history\n{edits}\n',
      '<filename>{path}\n{before}<<<<<<< CURRENT\n{regionBefore}<|user_cursor|>{regionAfter}\n=======\n',
      '<[fim-middle]>',
    ].join(''),
    edit: '--- a/{path}\n+++ b/{path}\n{diff}',
    between: '',
    unchanged: 'NO_EDITS',
    cursor: '<|user_cursor|>',
    stop: ['>>>>>>> UPDATED'],
  },
  {
    // sweep-next-edit 0.5B and 1.5B: files of Qwen2.5-Coder's pre-training, as before, now, and next.
    name: 'sweep',
    models: /sweep[\w-]*next-?edit(?!.*v2)/i,
    asks: 'completion',
    prompt:
      '{snippets}{edits}<|file_sep|>original/{path}\n{original}\n<|file_sep|>current/{path}\n{region}\n<|file_sep|>updated/{path}',
    edit: '<|file_sep|>{path}.diff\noriginal:\n{original}\nupdated:\n{updated}\n',
    between: '',
    snippet: '<|file_sep|>{path}\n{text}\n',
    stop: ['<|file_sep|>', '<|endoftext|>'],
  },
  {
    // Continue's Instinct, a Qwen2.5-Coder 7B: its headings and marks to the letter, its long instruction in our own words.
    name: 'instinct',
    models: /(?<![a-z])instinct(?![a-z])/i,
    asks: 'chat',
    system: [
      'You are Instinct, which predicts the next edit of a developer. You are given snippets of related files (### Context), the last edits as diffs, the most recent first (### User Edits), and an excerpt of the current file (### User Excerpt), in which <|user_cursor_is_here|> marks the cursor.',
      'Rewrite the part of the excerpt between <|editable_region_start|> and <|editable_region_end|> as the developer will have it next. Continue what the last edits have begun, undo nothing of them, and keep to the style of the code.',
      'Answer with the new code of that part alone: without the tags, without the cursor’s mark, and without code that stands outside of them.',
    ].join('\n\n'),
    prompt: [
      'Update the editable region of the user excerpt: predict and complete the change that the developer makes next, as the snippets, the user edits and the excerpt suggest.\n\n',
      '### Context:{snippets}\n### User Edits:\n\n{edits}\n\n### User Excerpt:\n{path}\n\n',
      '{before}<|editable_region_start|>\n{regionBefore}<|user_cursor_is_here|>{regionAfter}\n<|editable_region_end|>{after}```\n### Response:',
    ].join(''),
    edit: 'User edited file "{path}"\n\n```diff\n{diff}```',
    newestFirst: true,
    between: '\n',
    snippet: '\n<|context_file|>: {path}\n<|snippet|>\n{text}\n',
    cursor: '<|user_cursor_is_here|>',
    stop: ['\n<|editable_region_end|>'],
  },
  {
    // Any model that follows instructions.
    name: 'chat',
    models: /./,
    asks: 'chat',
    system: [
      'You predict the next edit of a programmer. You are shown what was edited last, other code that may matter, and an excerpt of the open file in which ‸ marks the caret.',
      'Write the part between <region> and </region> again, as the programmer will have it next: finish what the last edits have begun. Keep everything else to the letter, blanks included, and leave out the caret.',
      'Answer with <region>, the new lines, and </region>, and nothing else. If there is nothing to change, repeat the region as it is.',
    ].join('\n'),
    prompt:
      '{snippets}The last edits, the newest at the end:\n\n{edits}\n\nThe open file, {path}:\n\n{before}<region>\n{regionBefore}‸{regionAfter}\n</region>{after}',
    edit: '{path}\n{diff}',
    between: '\n',
    snippet: 'From {path}:\n\n{text}\n\n',
    around: ['<region>\n', '\n</region>'],
    cursor: '‸',
    stop: ['\n</region>'],
  },
]
