import type { Role } from '../roles.ts'

/** A model that can be got with one click. */
export interface CatalogueModel {
  id: string
  /** For people. */
  label: string
  /** In one sentence: what it is good for, and what machine it wants. */
  about: string
  /** What it serves well. */
  roles: readonly Role[]
  licence: { name: string; url: string }
  /** The name of its file, and where that is. */
  file: string
  url: string
  /** Its size, about. */
  bytes: number
  /** Of memory that it wants while it runs, with the state of a few conversations, about. */
  memoryBytes: number
  /** Of the file, in hexadecimal digits. */
  sha256: string
}

const apache = (repository: string) => ({
  name: 'Apache-2.0',
  url: `https://huggingface.co/${repository}/blob/main/LICENSE`,
})

/** A file of a repository on Hugging Face. */
const on = (repository: string, file: string) => ({
  file,
  url: `https://huggingface.co/${repository}/resolve/main/${file}`,
})

/** Open models for code, one for each purpose, each under a licence that allows everything that a user of Caret does. */
export const catalogue: readonly CatalogueModel[] = [
  {
    id: 'qwen2.5-coder-1.5b',
    label: 'Qwen2.5 Coder 1.5B',
    about: 'Completes code at the caret, on any machine.',
    roles: ['tab'],
    licence: apache('Qwen/Qwen2.5-Coder-1.5B'),
    ...on('ggml-org/Qwen2.5-Coder-1.5B-Q8_0-GGUF', 'qwen2.5-coder-1.5b-q8_0.gguf'),
    bytes: 1_646_573_056,
    memoryBytes: 4e9,
    sha256: '29871c94d15727a6e243f79a37113d4ae625a6215b5e800bf41a23af2da32832',
  },
  {
    id: 'qwen3-embedding-0.6b',
    label: 'Qwen3 Embedding 0.6B',
    about: 'Makes vectors for search by meaning, on any machine.',
    roles: ['embedding'],
    licence: apache('Qwen/Qwen3-0.6B'),
    ...on('Qwen/Qwen3-Embedding-0.6B-GGUF', 'Qwen3-Embedding-0.6B-Q8_0.gguf'),
    bytes: 639_000_000,
    memoryBytes: 2e9,
    sha256: '06507c7b42688469c4e7298b0a1e16deff06caf291cf0a5b278c308249c3e439',
  },
  {
    id: 'qwen3-4b-instruct',
    label: 'Qwen3 4B Instruct',
    about: 'Makes changes that are described, and answers short questions; quick with a graphics card.',
    roles: ['apply', 'fast'],
    licence: apache('Qwen/Qwen3-4B-Instruct-2507'),
    ...on('bartowski/Qwen_Qwen3-4B-Instruct-2507-GGUF', 'Qwen_Qwen3-4B-Instruct-2507-Q8_0.gguf'),
    bytes: 4_280_000_000,
    memoryBytes: 8e9,
    sha256: '260b5b5b6ad73e44df81a43ea1f5c11c37007b6bac18eb3cd2016e8667c19662',
  },
  {
    id: 'qwen3-coder-30b',
    label: 'Qwen3 Coder 30B',
    about: 'Answers and writes code nearly as hosted models do; better on a graphics card.',
    roles: ['smart', 'thinking'],
    licence: apache('Qwen/Qwen3-Coder-30B-A3B-Instruct'),
    ...on('unsloth/Qwen3-Coder-30B-A3B-Instruct-GGUF', 'Qwen3-Coder-30B-A3B-Instruct-Q4_K_M.gguf'),
    bytes: 18_560_000_000,
    memoryBytes: 24e9,
    sha256: 'fadc3e5f8d42bf7e894a785b05082e47daee4df26680389817e2093056f088ad',
  },
]
