export * from './source-files.ts'
export * from './tokens.ts'
