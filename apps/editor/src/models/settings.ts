import type { ModelRole } from '@caret/protocol'
import { ConfigurationTarget } from '@codingame/monaco-vscode-api/vscode/vs/platform/configuration/common/configuration'
import type { IConfigurationService } from '@codingame/monaco-vscode-api/vscode/vs/platform/configuration/common/configuration.service'

interface ModelSettings {
  providers: Record<string, { kind?: string; baseURL?: string }>
  roles: Partial<Record<ModelRole, string | string[]>>
  dailyBudget: number | null
}

/** The user's own settings of models, of which the page changes some. What it does not know stays as it is. */
export interface Settings {
  /** The models that were chosen for a role; none where it is left open. */
  chosen(role: ModelRole): string[]
  /** Puts a model first for a role; those that the user named to stand in for it stay. None leaves the role open. */
  choose(role: ModelRole, model: string | undefined): Promise<void>
  /** Whether a provider is there because the user added it. */
  isAdded(provider: string): boolean
  addServer(name: string, baseURL: string): Promise<void>
  removeServer(name: string): Promise<void>
  setBudget(dollars: number | undefined): Promise<void>
}

export function settingsOf(configuration: IConfigurationService): Settings {
  const key = (name: string) => `caret.models.${name}`
  const get = <N extends keyof ModelSettings>(name: N) =>
    configuration.inspect<ModelSettings[N]>(key(name)).userValue ?? undefined
  const set = <N extends keyof ModelSettings>(name: N, value: ModelSettings[N] | undefined) =>
    configuration.updateValue(key(name), value, ConfigurationTarget.USER)
  const chosen = (role: ModelRole) => [get('roles')?.[role] ?? []].flat()
  return {
    chosen,
    choose(role, model) {
      const { [role]: _, ...others } = get('roles') ?? {}
      if (model === undefined) return set('roles', orNone(others))
      const all = [
        model,
        ...chosen(role)
          .slice(1)
          .filter((other) => other !== model),
      ]
      return set('roles', { ...others, [role]: all.length > 1 ? all : model })
    },
    isAdded: (provider) => get('providers')?.[provider]?.kind !== undefined,
    addServer: (name, baseURL) =>
      set('providers', { ...get('providers'), [name]: { kind: 'openai-compatible', baseURL } }),
    removeServer(name) {
      const { [name]: _, ...others } = get('providers') ?? {}
      return set('providers', orNone(others))
    },
    setBudget: (dollars) => set('dailyBudget', dollars),
  }
}

/** What is empty need not be written. */
const orNone = <T extends object>(value: T): T | undefined => (Object.keys(value).length > 0 ? value : undefined)
