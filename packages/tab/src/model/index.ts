export { type Asker, type AskerOptions, createAsker, type ModelState, type Thinker } from './asker.ts'
