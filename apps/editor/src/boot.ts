import { connectEngine } from './engine.ts'

// A small chunk of its own: it reaches the engine while the browser still parses the workbench.
const engine = connectEngine()
const { start } = await import('./main.ts')
await start(engine)
