import type { LanguageServer } from '@caret/protocol'
import { getService, IExtensionService } from '@codingame/monaco-vscode-api/services'
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import type * as vscode from 'vscode'
import type { Languages } from './transports.ts'

const customServers = 'caret.languageServers'

/** Tells the engine the settings that the servers read, now and when they change; `onSent` hears of each time. */
export function shareSettings(
  api: typeof vscode,
  languages: Languages,
  servers: () => LanguageServer[],
  onSent: () => void,
): { send(): void } {
  let schemas: object[] = []
  const sections = () => [...new Set([customServers, ...servers().flatMap((server) => server.sections)])]
  const send = () => {
    const all = api.workspace.getConfiguration()
    const settings: Record<string, unknown> = {}
    for (const section of sections()) {
      const value: unknown = all.get(section)
      if (value !== undefined) settings[section] = plain(value)
    }
    const json = (settings.json ?? {}) as { schemas?: object[] }
    languages.configure({
      settings: { ...settings, json: { ...json, schemas: [...schemas, ...(json.schemas ?? [])] } },
    })
    onSent()
  }
  api.workspace.onDidChangeConfiguration((event) => {
    if (sections().some((section) => event.affectsConfiguration(section))) send()
  })
  void watchSchemas((brought) => {
    schemas = brought
    send()
  })
  return { send }
}

interface Association {
  fileMatch: string | string[]
  url: string
}

/** Finds the JSON schemas that extensions bring, those of the workbench's own settings among them; none from the web. */
async function watchSchemas(onFound: (schemas: object[]) => void): Promise<void> {
  const extensions = await getService(IExtensionService)
  const find = () =>
    extensions.extensions.flatMap(({ contributes, extensionLocation }) => {
      const associations = (contributes?.jsonValidation ?? []) as Association[]
      return associations
        .filter(({ url }) => !/^https?:/.test(url))
        .map(({ fileMatch, url }) => ({
          fileMatch: [fileMatch].flat().map(asPattern),
          url: url.startsWith('./') ? URI.joinPath(extensionLocation, url).toString() : url,
        }))
    })
  await extensions.whenInstalledExtensionsRegistered()
  onFound(find())
  extensions.onDidChangeExtensions(() => onFound(find()))
}

/** As VS Code names the places of its own files. */
const asPattern = (pattern: string) =>
  pattern
    .replace('%APP_SETTINGS_HOME%', '/User')
    .replace('%MACHINE_SETTINGS_HOME%', '/Machine')
    .replace('%APP_WORKSPACES_HOME%', '/Workspaces')

/** The API's values are proxies. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
