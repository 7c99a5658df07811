import type { LanguageServer } from '@caret/protocol'
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
  const sections = () => [...new Set([customServers, ...servers().flatMap((server) => server.sections)])]
  const send = () => {
    const all = api.workspace.getConfiguration()
    const settings: Record<string, unknown> = {}
    for (const section of sections()) {
      const value: unknown = all.get(section)
      if (value !== undefined) settings[section] = plain(value)
    }
    languages.configure({ settings: withSchemas(api, settings) })
    onSent()
  }
  api.workspace.onDidChangeConfiguration((event) => {
    if (sections().some((section) => event.affectsConfiguration(section))) send()
  })
  return { send }
}

interface Association {
  fileMatch: string | string[]
  url: string
}

/** The JSON schemas that extensions bring, those of the workbench's own settings among them; none from the web. */
function withSchemas(api: typeof vscode, settings: Record<string, unknown>): Record<string, unknown> {
  const brought = api.extensions.all.flatMap(({ packageJSON, extensionUri }) => {
    const { contributes } = packageJSON as { contributes?: { jsonValidation?: Association[] } }
    return (contributes?.jsonValidation ?? []).flatMap(({ fileMatch, url }) => {
      if (/^https?:/.test(url)) return []
      const resolved = url.startsWith('./') ? api.Uri.joinPath(extensionUri, url).toString() : url
      return { fileMatch: [fileMatch].flat().map(asPattern), url: resolved }
    })
  })
  const json = (settings.json ?? {}) as { schemas?: object[] }
  return { ...settings, json: { ...json, schemas: [...brought, ...(json.schemas ?? [])] } }
}

/** As VS Code names the places of its own files. */
const asPattern = (pattern: string) =>
  pattern
    .replace('%APP_SETTINGS_HOME%', '/User')
    .replace('%MACHINE_SETTINGS_HOME%', '/Machine')
    .replace('%APP_WORKSPACES_HOME%', '/Workspaces')

/** The API's values are proxies. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
