import type * as vscode from 'vscode'
import { shortNameOf } from './mentions.ts'

/** What editors show: the one in use first, then what is in view, then what else is open. */
export function pathsInEditors(api: typeof vscode): string[] {
  const tabs = api.window.tabGroups.all.flatMap((group) => group.tabs)
  const paths = [
    ...api.window.visibleTextEditors.map(({ document }) => document.uri),
    ...tabs.flatMap(({ input }) => (input instanceof api.TabInputText ? [input.uri] : [])),
  ]
  return [...new Set(paths.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath))].slice(0, mostOpen)
}

const mostOpen = 12
const mostSeen = 12

/** In a few lines, for who asks what the model was shown. */
export const seenOf = (seen: readonly { path: string; why: string }[]): string =>
  seen
    .slice(0, mostSeen)
    .map(({ path, why }) => `sees ${shortNameOf({ path })}: ${why}`)
    .join('\n')
