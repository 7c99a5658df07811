export { defaultDataFolder } from './data-folder.ts'
export {
  type AlreadyRunning,
  builtEditor,
  type Engine,
  EngineError,
  type EngineOptions,
  startEngine,
} from './engine.ts'
export { type Log, openLog, silentLog } from './log.ts'
