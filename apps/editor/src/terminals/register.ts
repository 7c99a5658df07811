import { terminalsService } from '@caret/protocol'
import { getService } from '@codingame/monaco-vscode-api'
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import { IConfigurationService } from '@codingame/monaco-vscode-api/vscode/vs/platform/configuration/common/configuration.service'
import {
  Extensions,
  type IConfigurationRegistry,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/configuration/common/configurationRegistry'
import { Registry } from '@codingame/monaco-vscode-api/vscode/vs/platform/registry/common/platform'
import { IEditorService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/editor/common/editorService.service'
import { ITerminalProfileService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/terminal/common/terminal.service'
import { ILifecycleService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/lifecycle/common/lifecycle.service'
import type { IEditorOverrideServices } from '@codingame/monaco-vscode-api/vscode/vs/editor/standalone/browser/standaloneServices'
import getTerminal from '@codingame/monaco-vscode-terminal-service-override'
import type { Engine } from '../engine.ts'
import { type BackendOptions, EngineTerminalBackend } from './backend.ts'

/** The workbench's terminals on the engine's. For `initialize`. */
export function terminalServices(engine: Engine): IEditorOverrideServices {
  const options: BackendOptions = {
    isPageLeaving: () => false,
    scrollback: () => 1_000,
    profilesReady: async () => (await getService(ITerminalProfileService)).profilesReady,
  }
  const backend = new EngineTerminalBackend(engine, options)
  void completeOptions(options)
  void preferShell(engine.info.platform, backend)
  engine.use(terminalsService).on('open', (location) => void openFile(location))
  return getTerminal(backend)
}

/** What the workbench's services tell, once they are there. */
async function completeOptions(options: BackendOptions): Promise<void> {
  const lifecycle = await getService(ILifecycleService)
  options.isPageLeaving = () => lifecycle.willShutdown
  const configuration = await getService(IConfigurationService)
  options.scrollback = () => configuration.getValue<number>('terminal.integrated.persistentSessionScrollback')
}

const platforms = { linux: 'linux', darwin: 'osx', win32: 'windows' }

/** Without this, the workbench would start `bash` for everyone. */
async function preferShell(platform: keyof typeof platforms, backend: EngineTerminalBackend): Promise<void> {
  if (platform === 'win32') return
  const shell = await backend.getDefaultSystemShell()
  Registry.as<IConfigurationRegistry>(Extensions.Configuration).registerDefaultConfigurations([
    { overrides: { [`terminal.integrated.defaultProfile.${platforms[platform]}`]: shell.split('/').at(-1) } },
  ])
}

async function openFile({ path, line, column }: { path: string; line?: number; column?: number }): Promise<void> {
  const editors = await getService(IEditorService)
  const selection = line === undefined ? undefined : { startLineNumber: line, startColumn: column ?? 1 }
  await editors.openEditor({ resource: URI.file(path), options: { pinned: true, selection } })
}
