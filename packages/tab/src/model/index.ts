export { type Asker, createAsker, type ModelState, type Thinker } from './asker.ts'
