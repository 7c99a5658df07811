export { defaultDataFolder } from './data-folder.ts'
export {
  type AlreadyRunning,
  builtEditor,
  type Engine,
  EngineError,
  type EngineOptions,
  startEngine,
} from './engine.ts'
export { ExtensionError } from './extensions/extension-error.ts'
export { type Extensions, openExtensions } from './extensions/store.ts'
export { type Log, openLog, silentLog } from './log.ts'
