import { getService } from '@codingame/monaco-vscode-api/services'
import type { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import { MenuId, MenuRegistry } from '@codingame/monaco-vscode-api/vscode/vs/platform/actions/common/actions'
import { CommandsRegistry } from '@codingame/monaco-vscode-api/vscode/vs/platform/commands/common/commands'
import { ContextKeyExpr } from '@codingame/monaco-vscode-api/vscode/vs/platform/contextkey/common/contextkey'
import { IFileService } from '@codingame/monaco-vscode-api/vscode/vs/platform/files/common/files.service'
import { INotificationService } from '@codingame/monaco-vscode-api/vscode/vs/platform/notification/common/notification.service'
import Severity from '@codingame/monaco-vscode-api/vscode/vs/base/common/severity'
import { ProgressLocation } from '@codingame/monaco-vscode-api/vscode/vs/platform/progress/common/progress'
import { IProgressService } from '@codingame/monaco-vscode-api/vscode/vs/platform/progress/common/progress.service'
import { installCommand, installFromFileCommand } from './commands.ts'
import type { Installed } from './installed.ts'
import { registerExtensionViews } from './views.ts'

/** The ways by which a `.vsix` comes in: the command, the explorer's menu, and a file dropped on the Extensions view. */
export function registerExtensions(installed: Installed): void {
  CommandsRegistry.registerCommand(installFromFileCommand, async () => {
    await installAll(installed, (await pickFiles()).map(fromBrowser))
  })
  CommandsRegistry.registerCommand(installCommand, async (_accessor, picked: URI | URI[]) => {
    await installAll(installed, [picked].flat().map(fromWorkbench))
  })
  const pick = { id: installFromFileCommand, title: 'Install from VSIX...', category: 'Extensions' }
  MenuRegistry.appendMenuItem(MenuId.CommandPalette, { command: pick })
  MenuRegistry.appendMenuItem(MenuId.ViewContainerTitle, {
    command: pick,
    when: ContextKeyExpr.equals('viewContainer', 'workbench.view.extensions'),
    group: '3_install',
    order: 1,
  })
  MenuRegistry.appendMenuItem(MenuId.ExplorerContext, {
    command: { id: installCommand, title: 'Install Extension VSIX' },
    when: ContextKeyExpr.equals('resourceExtname', '.vsix'),
    group: 'extensions',
  })
  // The workbench's own view takes drops too, but cannot read files that come from outside the browser.
  document.addEventListener(
    'drop',
    (event) => {
      if (!(event.target as Element).closest('.extensions-viewlet')) return
      const files = [...(event.dataTransfer?.files ?? [])].filter(({ name }) => name.endsWith('.vsix'))
      if (files.length > 0) void installAll(installed, files.map(fromBrowser))
    },
    true,
  )
  void registerExtensionViews(installed)
  installed.follow()
}

interface Source {
  name: string
  read(): Promise<Uint8Array>
}

const fromBrowser = (file: File): Source => ({
  name: file.name,
  read: async () => new Uint8Array(await file.arrayBuffer()),
})

const fromWorkbench = (uri: URI): Source => ({
  name: uri.path.slice(uri.path.lastIndexOf('/') + 1),
  read: async () => (await (await getService(IFileService)).readFile(uri)).value.buffer,
})

async function installAll(installed: Installed, sources: Source[]): Promise<void> {
  const [notifications, progress] = await Promise.all([getService(INotificationService), getService(IProgressService)])
  for (const { name, read } of sources) {
    try {
      const options = { location: ProgressLocation.Window, title: `Installing ${name}` }
      const extension = await progress.withProgress(options, async () => installed.install(await read()))
      notifications.info(`${extension.id} ${extension.version} is installed.`)
    } catch (error) {
      notifications.notify({
        severity: Severity.Error,
        message: `${name} is not installed. ${(error as Error).message}`,
      })
    }
  }
}

/** The browser's own dialog: it reaches all of the user's files, the workbench's only the opened folder. */
function pickFiles(): Promise<File[]> {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept: '.vsix', multiple: true })
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })
}
