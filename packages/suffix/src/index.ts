export { buildCorpus, type Corpus, corpusBuffers } from './corpus.ts'
export { type Continuation, type NotedEdit, type Query, type Surprise, SuffixModel } from './suffix-model.ts'
