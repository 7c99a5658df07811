export { buildCorpus, type Corpus, corpusBuffers } from './corpus.ts'
export { type Continuation, withoutRefused } from './search.ts'
export { type NotedEdit, type Query, SuffixModel, type Surprise } from './suffix-model.ts'
