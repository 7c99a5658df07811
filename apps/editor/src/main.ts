import { shareDocuments } from './documents.ts'
import { connectEngine } from './engine.ts'
import { registerFiles } from './files/register.ts'
import { registerSearch } from './search.ts'
import { registerCaretExtension } from './workbench/extension.ts'
import { showEngineStatus } from './status.ts'
import { startWorkbench } from './workbench/start.ts'
import { registerWorkers } from './workbench/workers.ts'

registerWorkers()
const engine = connectEngine()
registerFiles(engine)
await startWorkbench(engine)
const api = await registerCaretExtension()
registerSearch(api, engine)
shareDocuments(api, engine)
showEngineStatus(api, engine)
document.getElementById('workbench')!.dataset.ready = ''
