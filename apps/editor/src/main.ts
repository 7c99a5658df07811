import { shareDocuments } from './documents.ts'
import { connectEngine } from './engine.ts'
import { registerFiles } from './files/register.ts'
import { registerGit } from './git/register.ts'
import { registerSearch } from './search.ts'
import { registerCaretExtension } from './workbench/extension.ts'
import { showEngineStatus } from './status.ts'
import { startWorkbench } from './workbench/start.ts'
import { offerWelcome, registerWelcome } from './welcome/welcome.ts'
import { registerWorkers } from './workbench/workers.ts'

registerWorkers()
const engine = connectEngine()
registerFiles(engine)
registerWelcome(engine.info.root)
await startWorkbench(engine)
const api = await registerCaretExtension()
registerSearch(api, engine)
shareDocuments(api, engine)
showEngineStatus(api, engine)
void registerGit(api, engine)
await offerWelcome(api)
document.getElementById('workbench')!.dataset.ready = ''
