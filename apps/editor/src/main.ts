import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import { shareDocuments } from './documents.ts'
import type { Engine } from './engine.ts'
import { createInstalled } from './extensions/installed.ts'
import { registerExtensions } from './extensions/register.ts'
import { registerFiles } from './files/register.ts'
import { registerGit } from './git/register.ts'
import { registerLanguages } from './languages/register.ts'
import { offerReviewView } from './review-view/offer.ts'
import { type Opened, registerReviewView } from './review-view/register.ts'
import { offerModels, registerModels } from './models/register.ts'
import { createProposals } from './proposals.ts'
import { registerSearch } from './search.ts'
import { declareCaretExtension } from './workbench/extension.ts'
import { showEngineStatus } from './status.ts'
import { offerPrompts, registerPrompts } from './prompts/register.ts'
import { registerEverywhere } from './tab/everywhere.ts'
import { registerTab } from './tab/register.ts'
import { shareScopes } from './tab/share-scopes.ts'
import { startWorkbench } from './workbench/start.ts'
import { offerWelcome, registerWelcome } from './welcome/welcome.ts'
import { ignoreCancellations } from './workbench/cancellations.ts'
import { hideChatSettings } from './workbench/hidden-settings.ts'
import { keepState } from './workbench/keep-state.ts'
import { registerWorkers } from './workbench/workers.ts'

/** Makes the page an editor on the engine's folder. */
export async function start(engine: Engine): Promise<void> {
  registerWorkers()
  ignoreCancellations()
  registerFiles(engine)
  registerWelcome(engine.info.root)
  registerPrompts(engine)
  registerModels(engine)
  let open: (opened: Promise<Opened>) => void = () => {}
  registerReviewView(engine, new Promise((resolve) => (open = resolve)))
  const activate = declareCaretExtension()
  const asked = takeAskedFile(engine)
  const installed = createInstalled(engine)
  await startWorkbench(engine, installed, asked)
  hideChatSettings()
  const api = await activate()
  registerSearch(api, engine)
  shareDocuments(api, engine)
  showEngineStatus(api, engine)
  const proposals = createProposals()
  registerTab(api, engine, proposals)
  offerPrompts(api, engine)
  offerModels(api)
  offerReviewView(api, engine)
  // Nothing of these is needed for the first key.
  const reviewed = import('./review/register.ts').then(({ registerReview }) => registerReview(api, engine, proposals))
  void import('./instruct/register.ts').then(({ registerInstruct }) => registerInstruct(api, engine, reviewed))
  registerEverywhere(api, engine, reviewed)
  void keepState(api)
  void registerGit(api, engine)
  const serving = registerLanguages(api, engine)
  open(Promise.all([reviewed, serving]).then(([pending, { diagnose }]) => ({ api, pending, diagnose })))
  void serving.then((servers) => shareScopes(api, engine, servers))
  registerExtensions(installed)
  if (asked) await api.commands.executeCommand('vscode.open', asked)
  else await offerWelcome(api)
  document.getElementById('workbench')!.dataset.ready = ''
}

/** The file that `caret FILE` names in the address; taken out of it, so that a reload does not open it again. */
function takeAskedFile(engine: Engine): URI | undefined {
  const address = new URL(location.href)
  const file = address.searchParams.get('file')
  if (file === null) return undefined
  address.searchParams.delete('file')
  history.replaceState(undefined, '', address)
  return URI.joinPath(URI.file(engine.info.root), file)
}
