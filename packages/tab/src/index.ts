export * from './caret-predictor.ts'
export * from './folder.ts'
export * from './history.ts'
export * from './predictor.ts'
