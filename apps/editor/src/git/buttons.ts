import type { GitState } from '@caret/protocol'
import type * as vscode from 'vscode'

type Buttons = Pick<vscode.SourceControl, 'actionButton' | 'statusBarCommands'>

/** The big button under the message, and the two items in the status bar, as the state asks for them. */
export function buttonsFor(state: GitState | undefined, syncing: boolean): Buttons {
  if (!state) return { actionButton: undefined, statusBarCommands: undefined }
  return {
    actionButton: actionButton(state, syncing),
    statusBarCommands: [branchItem(state), ...syncItem(state, syncing)],
  }
}

/** `main*+!`: something changed, staged, in conflict. */
export function branchLabel({ head, files, operation }: GitState): string {
  const name = head.branch ?? head.commit?.slice(0, 8) ?? 'no commit'
  const changed = files.some((file) => file.unstaged && file.unstaged !== 'untracked') ? '*' : ''
  const staged = files.some((file) => file.staged) ? '+' : ''
  const conflict = files.some((file) => file.conflict) ? '!' : ''
  const doing = operation
    ? ` (${operation === 'merge' ? 'Merging' : operation === 'rebase' ? 'Rebasing' : operation})`
    : ''
  return `${name}${changed}${staged}${conflict}${doing}`
}

function branchItem(state: GitState): vscode.Command {
  return { command: 'git.checkout', title: `$(git-branch) ${branchLabel(state)}`, tooltip: 'Checkout Branch...' }
}

/** `1↓ 2↑`; empty when there is nothing to move. */
export function syncCounts({ head }: GitState): string {
  const { ahead = 0, behind = 0 } = head
  return [behind > 0 ? `${behind}↓` : '', ahead > 0 ? `${ahead}↑` : ''].filter((text) => text !== '').join(' ')
}

function syncItem(state: GitState, syncing: boolean): vscode.Command[] {
  const { branch, upstream, commit } = state.head
  if (!branch || !commit) return []
  const icon = syncing ? '$(sync~spin)' : '$(sync)'
  if (!upstream) {
    return [
      { command: 'git.publish', title: syncing ? icon : '$(cloud-upload)', tooltip: `Publish Branch "${branch}"` },
    ]
  }
  const counts = syncCounts(state)
  const tooltip = counts ? `Pull and push: ${counts} with ${upstream}` : `Synchronize with ${upstream}`
  return [{ command: 'git.sync', title: counts ? `${icon} ${counts}` : icon, tooltip }]
}

function actionButton(state: GitState, syncing: boolean): vscode.SourceControlActionButton | undefined {
  const { head, files, operation } = state
  if (operation && operation !== 'merge') {
    const enabled = !files.some((file) => file.conflict)
    return { command: { command: 'git.continue', title: '$(check) Continue' }, enabled }
  }
  if (files.length > 0 || operation === 'merge') {
    return {
      command: { command: 'git.commit', title: '$(check) Commit', tooltip: 'Commit Changes' },
      secondaryCommands: [
        [
          { command: 'git.commit', title: 'Commit' },
          { command: 'git.commitAmend', title: 'Commit (Amend)' },
        ],
        [
          { command: 'git.commitPush', title: 'Commit & Push' },
          { command: 'git.commitSync', title: 'Commit & Sync' },
        ],
      ],
      enabled: !syncing,
    }
  }
  const icon = syncing ? '$(sync~spin)' : '$(sync)'
  if (head.branch && head.commit && !head.upstream) {
    return { command: { command: 'git.publish', title: '$(cloud-upload) Publish Branch' }, enabled: !syncing }
  }
  const counts = syncCounts(state)
  if (!counts) return undefined
  return { command: { command: 'git.sync', title: `${icon} Sync Changes ${counts}` }, enabled: !syncing }
}
