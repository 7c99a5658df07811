import { stateService } from '@caret/protocol'
import { getService, IStorageService, IUserDataProfileService } from '@codingame/monaco-vscode-api/services'
import { DisposableStore } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import { StorageScope } from '@codingame/monaco-vscode-storage-service-override'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import { stateName } from './storage.ts'

const delayMs = 500
const scopes = [StorageScope.APPLICATION, StorageScope.PROFILE, StorageScope.WORKSPACE] as const

/**
 * Has the workbench's memory reach the engine in time. By itself the workbench writes its open editors and layout down once
 * a minute, and, when its page closes, with a delay that a closing page does not live to see.
 */
export async function keepState(api: typeof vscode, engine: Engine): Promise<void> {
  const [storage, profiles] = await Promise.all([getService(IStorageService), getService(IUserDataProfileService)])
  const state = engine.use(stateService)

  // A killed browser says no goodbye: what is open is written down soon after it changes.
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void storage.flush(), delayMs)
  }
  api.window.tabGroups.onDidChangeTabs(soon)
  api.window.tabGroups.onDidChangeTabGroups(soon)
  soon()

  // A closing page has put everything into its memory by now; what changed is said at once.
  const changed = new Map(scopes.map((scope) => [scope, new Set<string>()]))
  for (const [scope, keys] of changed) {
    storage.onDidChangeValue(scope, undefined, new DisposableStore())(({ key }) => keys.add(key))
  }
  addEventListener('pagehide', () => {
    for (const [scope, keys] of changed) {
      const values = [...keys].map((key) => [key, storage.get(key, scope)] as const)
      state.update({
        name: stateName(scope, profiles.currentProfile.id),
        insert: Object.fromEntries(values.filter((item): item is [string, string] => item[1] !== undefined)),
        delete: values.flatMap(([key, value]) => (value === undefined ? [key] : [])),
      })
    }
  })
}
