import { lastUpdate, type StateUpdate } from '@caret/protocol'
import { getService, IStorageService, IUserDataProfileService } from '@codingame/monaco-vscode-api/services'
import { DisposableStore } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import { StorageScope } from '@codingame/monaco-vscode-storage-service-override'
import type * as vscode from 'vscode'
import { stateName } from './storage.ts'

const delayMs = 500
/** What changed longer ago is with the engine: the workbench says it within a tenth of a second. */
const lateMs = 2_000
const scopes = [StorageScope.WORKSPACE, StorageScope.PROFILE, StorageScope.APPLICATION] as const

/**
 * Has the workbench's memory reach the engine in time. By itself the workbench writes its open editors and layout down once
 * a minute, and, when its page closes, with a delay that a closing page does not live to see.
 */
export async function keepState(api: typeof vscode): Promise<void> {
  const [storage, profiles] = await Promise.all([getService(IStorageService), getService(IUserDataProfileService)])

  // A killed browser says no goodbye: what is open is written down soon after it changes.
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void storage.flush(), delayMs)
  }
  api.window.tabGroups.onDidChangeTabs(soon)
  api.window.tabGroups.onDidChangeTabGroups(soon)
  soon()

  // A closing page has put everything into its memory by now; what just changed is said at once, each scope by itself, as a
  // browser takes no more than 64 KiB of beacons.
  const changed = new Map(scopes.map((scope) => [scope, new Map<string, number>()]))
  for (const [scope, times] of changed) {
    storage.onDidChangeValue(scope, undefined, new DisposableStore())(({ key }) => times.set(key, performance.now()))
  }
  addEventListener('pagehide', () => {
    const late = performance.now() - lateMs
    for (const [scope, times] of changed) {
      const values = [...times].flatMap(([key, time]) => (time > late ? [[key, storage.get(key, scope)] as const] : []))
      if (values.length === 0) continue
      const update: StateUpdate = {
        name: stateName(scope, profiles.currentProfile.id),
        insert: Object.fromEntries(values.filter((item): item is [string, string] => item[1] !== undefined)),
        delete: values.flatMap(([key, value]) => (value === undefined ? [key] : [])),
      }
      navigator.sendBeacon(lastUpdate.path, JSON.stringify(update))
    }
  })
}
