import { getService, IStorageService } from '@codingame/monaco-vscode-api/services'
import type * as vscode from 'vscode'

const delayMs = 500

/**
 * Has the workbench write down its open editors soon after they change. By itself it does so once a minute and when the
 * page is closed in an orderly way, which a crashed or killed browser is not.
 */
export async function keepState(api: typeof vscode): Promise<void> {
  const storage = await getService(IStorageService)
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void storage.flush(), delayMs)
  }
  api.window.tabGroups.onDidChangeTabs(soon)
  api.window.tabGroups.onDidChangeTabGroups(soon)
  soon()
}
