import { initialize } from '@codingame/monaco-vscode-api'
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import 'vscode/localExtensionHost'
import type { Engine } from '../engine.ts'
import './builtin-extensions.ts'
import { configurationDefaults } from './defaults.ts'
import { workbenchServices } from './services.ts'
import { folderProvider } from './workspace-provider.ts'
import type { Installed } from '../extensions/installed.ts'
import { extensionServices } from '../extensions/scanner.ts'
import { tabServices } from '../tab/services.ts'
import { terminalServices } from '../terminals/register.ts'

/** Builds the workbench into the page, on the engine's folder; where nothing was open, it opens `file`. */
export async function startWorkbench(engine: Engine, installed: Installed, file: URI | undefined): Promise<void> {
  const { root, home } = engine.info
  await initialize(
    { ...workbenchServices(engine), ...terminalServices(engine), ...extensionServices(installed), ...tabServices },
    document.getElementById('workbench')!,
    {
      workspaceProvider: folderProvider(root),
      configurationDefaults,
      defaultLayout: { editors: file ? [{ uri: file }] : [] },
      productConfiguration: {
        nameShort: 'Caret',
        nameLong: 'Caret',
        applicationName: 'caret',
        // The version stays VS Code's: extensions ask by it for the API that they need.
        enableTelemetry: false,
      },
      enabledExtensions: ['caret.caret'],
    },
    { userHome: URI.file(home) },
  )
}
