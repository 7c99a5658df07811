/**
 * How a family of models was trained to fill in the middle: a prompt as a template. `{before}` and `{after}` are the text around
 * the caret, `{path}` its file, `{repository}` the folder's name, `{files}` other files, each by the template `file`.
 */
export interface FillFormat {
  readonly name: string
  /** The models' names. */
  readonly models: RegExp
  /** Where there is nothing but the file itself. */
  readonly alone: string
  /** With other files, where the models have learned that. */
  readonly among?: { readonly prompt: string; readonly file: string }
  /** An answer ends there. None of it is ever shown. */
  readonly stop: readonly string[]
}

export const fillFormats: readonly FillFormat[] = [
  {
    // Qwen2.5-Coder Technical Report (arXiv 2409.12186), figures of file-level and repository-level FIM.
    name: 'qwen-coder',
    models: /qwen.*coder/i,
    alone: '<|fim_prefix|>{before}<|fim_suffix|>{after}<|fim_middle|>',
    among: {
      prompt:
        '<|repo_name|>{repository}\n{files}<|file_sep|>{path}\n<|fim_prefix|>{before}<|fim_suffix|>{after}<|fim_middle|>',
      file: '<|file_sep|>{path}\n{text}\n',
    },
    stop: ['<|endoftext|>', '<|fim_prefix|>', '<|fim_suffix|>', '<|fim_middle|>', '<|fim_pad|>', '<|file_sep|>'],
  },
  {
    // StarCoder 2 and The Stack v2 (arXiv 2402.19173), section 5.1.
    name: 'starcoder2',
    models: /starcoder/i,
    alone: '<fim_prefix>{before}<fim_suffix>{after}<fim_middle>',
    among: {
      prompt: '<repo_name>{repository}{files}<file_sep><fim_prefix>{path}\n{before}<fim_suffix>{after}<fim_middle>',
      file: '<file_sep>{path}\n{text}',
    },
    stop: ['<|endoftext|>', '<file_sep>', '<fim_prefix>', '<fim_suffix>', '<fim_middle>'],
  },
  {
    // The README of DeepSeek-Coder, "Code Insertion".
    name: 'deepseek-coder',
    models: /deepseek.*coder/i,
    alone: '<｜fim▁begin｜>{before}<｜fim▁hole｜>{after}<｜fim▁end｜>',
    stop: ['<｜end▁of▁sentence｜>', '<|EOT|>', '<｜fim▁begin｜>', '<｜fim▁hole｜>', '<｜fim▁end｜>'],
  },
  {
    // Code Llama (arXiv 2308.12950) and its `infilling` code: prefix, suffix, middle, with blanks around the tokens.
    name: 'codellama',
    models: /code-?llama/i,
    alone: '<PRE> {before} <SUF>{after} <MID>',
    stop: ['<EOT>', '<PRE>', '<SUF>', '<MID>'],
  },
  {
    // mistral-common's FIM requests: the suffix comes first.
    name: 'codestral',
    models: /codestral/i,
    alone: '[SUFFIX]{after}[PREFIX]{before}',
    among: { prompt: '[SUFFIX]{after}[PREFIX]{files}+++++ {path}\n{before}', file: '+++++ {path}\n{text}\n\n' },
    stop: ['[PREFIX]', '[SUFFIX]', '+++++ '],
  },
  {
    // The server knows its model's tokens: it is given what stands before and behind the caret, apart.
    name: 'server',
    models: /codegemma|stable-code|granite.*code|seed-coder/i,
    alone: '{before}{cut}{after}',
    stop: [],
  },
]
