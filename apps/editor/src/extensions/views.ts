import { getService } from '@codingame/monaco-vscode-api/services'
import { ContextKeyExpr } from '@codingame/monaco-vscode-api/vscode/vs/platform/contextkey/common/contextkey'
import { IContextKeyService } from '@codingame/monaco-vscode-api/vscode/vs/platform/contextkey/common/contextkey.service'
import { SyncDescriptor } from '@codingame/monaco-vscode-api/vscode/vs/platform/instantiation/common/descriptors'
import { Registry } from '@codingame/monaco-vscode-api/vscode/vs/platform/registry/common/platform'
import { ViewPane } from '@codingame/monaco-vscode-api/vscode/vs/workbench/browser/parts/views/viewPane'
import {
  Extensions,
  type IViewContainersRegistry,
  type IViewsRegistry,
} from '@codingame/monaco-vscode-api/vscode/vs/workbench/common/views'
import { ServerInstalledExtensionsView } from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/extensions/browser/extensionsViews'
import { installFromFileCommand } from './commands.ts'
import type { Installed } from './installed.ts'
import './extensions.css'

const noneView = 'caret.extensions.none'
const noneKey = 'caret.noExtensions'

class NoExtensionsView extends ViewPane {
  override shouldShowWelcome(): boolean {
    return true
  }
}

/** Makes the Extensions view of use without a marketplace: plain words find what is installed, and nothing is explained. */
export async function registerExtensionViews(installed: Installed): Promise<void> {
  const none = (await getService(IContextKeyService)).createKey(noneKey, installed.all().length === 0)
  installed.onChange(() => none.set(installed.all().length === 0))
  const container = Registry.as<IViewContainersRegistry>(Extensions.ViewContainersRegistry).get(
    'workbench.view.extensions',
  )
  if (!container)
    throw new Error('The workbench has no Extensions view any more; give Caret’s additions another place.')
  const views = Registry.as<IViewsRegistry>(Extensions.ViewsRegistry)
  const view = (id: string, name: string, descriptor: SyncDescriptor<ViewPane>, when: string) => ({
    id,
    name: { value: name, original: name },
    ctorDescriptor: descriptor,
    when: ContextKeyExpr.deserialize(when),
    order: 0,
  })
  views.registerViews(
    [
      view(
        'caret.extensions.search',
        'Installed',
        new SyncDescriptor(ServerInstalledExtensionsView, [{}]),
        'searchMarketplaceExtensions',
      ),
      view(noneView, 'Extensions', new SyncDescriptor(NoExtensionsView), `defaultExtensionViews && ${noneKey}`),
    ],
    container,
  )
  views.registerViewWelcomeContent(noneView, {
    content: [
      'No extensions are installed.',
      `[Install from VSIX...](command:${installFromFileCommand})`,
      'Caret asks no marketplace. It runs web extensions from VSIX files on this machine: choose one, drop one here, ' +
        'or run “caret --install-extension FILE”.',
      `Grammars, themes and the like for many languages are [built in](command:workbench.extensions.action.listBuiltInExtensions).`,
    ].join('\n'),
  })
}
