export * from './edit.ts'
