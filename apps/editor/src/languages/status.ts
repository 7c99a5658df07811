import type { LanguageServer } from '@caret/protocol'
import type * as vscode from 'vscode'
import type { Languages } from './transports.ts'

/** Shows each server's state beside the language in the status bar, and tells the user of one that fails. */
export function showServerStatus(api: typeof vscode, languages: Languages) {
  const items = new Map<string, vscode.LanguageStatusItem>()
  const restart = (id: string) => languages.restart({ server: id }).catch((error: Error) => complain(error.message))
  const complain = (message: string) => void api.window.showErrorMessage(message)

  const show = ({ id, name, languages: ids, state, detail }: LanguageServer) => {
    let item = items.get(id)
    if (!item) {
      item = api.languages.createLanguageStatusItem(
        `caret.languageServer.${id}`,
        ids.map((language) => ({ language })),
      )
      item.name = `${name} Language Server`
      item.command = { title: 'Restart', command: 'caret.restartLanguageServer', arguments: [id] }
      items.set(id, item)
    }
    const { Error, Warning, Information } = api.LanguageStatusSeverity
    item.text = `${name}: ${words[state]}`
    item.detail = detail
    item.busy = state === 'starting'
    item.severity = state === 'crashed' ? Error : state === 'unresponsive' ? Warning : Information
  }

  const notice = async ({ id, state, detail }: LanguageServer) => {
    if (state !== 'crashed' && state !== 'unresponsive') return
    const answer = await api.window.showWarningMessage(detail, 'Restart')
    if (answer) await restart(id)
  }
  return { show, notice, restart }
}

const words: Record<LanguageServer['state'], string> = {
  starting: 'Starting',
  ready: 'Ready',
  stopped: 'Not running',
  crashed: 'Crashed',
  unresponsive: 'Not responding',
  missing: 'Not installed',
}
