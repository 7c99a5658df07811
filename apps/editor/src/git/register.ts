import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import { buttonsFor } from './buttons.ts'
import { branchCommands } from './commands/branches.ts'
import { commitCommands } from './commands/commit.ts'
import { fileCommands } from './commands/files.ts'
import { lineCommands } from './commands/lines.ts'
import { remoteCommands } from './commands/remotes.ts'
import { stashCommands } from './commands/stash.ts'
import { offerResolutions } from './conflicts/offer-resolutions.ts'
import { gitContext } from './context.ts'
import { decorateFiles } from './decorations.ts'
import { markChanges } from './gutter/marks.ts'
import { followRepository } from './model.ts'
import { offerRepository } from './offer-repository.ts'
import { serveOriginals } from './originals.ts'
import { reportGit } from './report.ts'
import { showSourceControl } from './source-control.ts'
import { showTimeline } from './timeline.ts'

/** Git in the workbench: source control view, decorations, gutter marks, commands, status bar. */
export async function registerGit(api: typeof vscode, engine: Engine): Promise<void> {
  let refused = ''
  const model = followRepository(api, engine, (error) => {
    // A repository that cannot be opened says so once, and not again at every change.
    if (String(error) !== refused) report.error(error)
    refused = String(error)
  })
  const report = reportGit(api, model.git)
  let talking = 0
  const view = showSourceControl(api, model, ({ state }) => buttonsFor(state, talking > 0))
  const context = gitContext(api, model, view, report, (starts) => {
    talking += starts ? 1 : -1
    view.update()
  })
  offerRepository()
  offerResolutions(api)
  serveOriginals(api, model)
  decorateFiles(api, model)
  showTimeline(api, model)
  tellActiveFile(api, model)
  const gutter = await markChanges(context)
  const commands = {
    ...fileCommands(context),
    ...commitCommands(context),
    ...branchCommands(context),
    ...remoteCommands(context),
    ...stashCommands(context),
    ...lineCommands(context, gutter),
  }
  for (const [id, run] of Object.entries(commands)) api.commands.registerCommand(id, run)
  // The message box would offer another vendor's chat.
  void api.commands.executeCommand('setContext', 'chatSetupHidden', true)
  await model.refresh()
  view.update()
}

/** Keeps the context key that shows "Open Changes" in the title of an editor whose file has some. */
function tellActiveFile(api: typeof vscode, model: ReturnType<typeof followRepository>): void {
  const tell = () => {
    const uri = api.window.activeTextEditor?.document.uri
    const file = uri && model.find(uri)
    const changed = file !== undefined && file.unstaged !== 'untracked'
    void api.commands.executeCommand('setContext', 'git.activeHasChanges', changed)
  }
  model.onChange(tell)
  api.window.onDidChangeActiveTextEditor(tell)
}
