import type * as vscode from 'vscode'
import type { Engine } from './engine.ts'

/** The status bar item that says how the engine is, and brings it back when clicked. */
export function showEngineStatus(api: typeof vscode, engine: Engine): void {
  const item = api.window.createStatusBarItem('caret.engine', api.StatusBarAlignment.Left, 1_000)
  item.name = 'Caret engine'
  item.command = 'caret.reconnect'
  api.commands.registerCommand('caret.reconnect', () => engine.retry())

  const show = () => {
    const connected = engine.state === 'connected'
    item.text = connected ? '$(pass-filled) Caret' : '$(sync~spin) Reconnecting'
    item.tooltip = connected
      ? `Caret ${engine.info.version} on ${engine.info.root}`
      : 'The engine cannot be reached. What you type is kept here until it is back: start it again with `caret`, or click to try now.'
    item.backgroundColor = connected ? undefined : new api.ThemeColor('statusBarItem.warningBackground')
  }
  engine.onState(show)
  show()
  item.show()
}
