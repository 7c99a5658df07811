import {
  Extensions,
  type IConfigurationRegistry,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/configuration/common/configurationRegistry'
import { Registry } from '@codingame/monaco-vscode-api/vscode/vs/platform/registry/common/platform'

/**
 * Takes the settings of VS Code's own chat, which is not here, out of the settings editor: it does not show what is
 * deprecated. The workbench goes on reading their defaults.
 */
export function hideChatSettings(): void {
  const registry = Registry.as<IConfigurationRegistry>(Extensions.Configuration)
  for (const [name, property] of Object.entries(registry.getConfigurationProperties())) {
    if (/^chat\.|\.signals\.chat/.test(name))
      property.deprecationMessage ??= "This belongs to VS Code's chat, which Caret has not."
  }
}
