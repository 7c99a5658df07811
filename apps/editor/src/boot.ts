import { connectEngine } from './engine.ts'

// A small chunk of its own: it reaches the engine while the browser still parses the workbench.
const engine = connectEngine()

// The workbench makes a few errors as constants. Where a debugger is attached, as in every browser test and measurement,
// V8 parses whole chunks again for their stacks, a tenth of the time to the first key.
const { stackTraceLimit } = Error
Error.stackTraceLimit = 0
const { start } = await import('./main.ts').finally(() => {
  Error.stackTraceLimit = stackTraceLimit
})
await start(engine)
