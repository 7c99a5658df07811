import { StandardKeyboardEvent } from '@codingame/monaco-vscode-api/vscode/vs/base/browser/keyboardEvent'
import type { IKeybindingService } from '@codingame/monaco-vscode-api/vscode/vs/platform/keybinding/common/keybinding.service'

/**
 * Makes a key of the pause after Ctrl+K: where no second key of a chord comes in time, the chord ends with F19, which a command can be
 * bound to. All chords stay what they are.
 * @param pause in milliseconds, for what has the focus; undefined for never
 */
export function endChordsByPause(
  keybindings: IKeybindingService,
  pause: (target: HTMLElement) => number | undefined,
): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  // Before the workbench, which takes the keys that it knows.
  const onKey = (event: KeyboardEvent) => {
    if (['Control', 'Meta', 'Shift', 'Alt'].includes(event.key)) return
    clearTimeout(timer)
    const { target } = event
    if (!(target instanceof HTMLElement) || event.key.toLowerCase() !== 'k') return
    const ms = event.ctrlKey || event.metaKey ? pause(target) : undefined
    if (ms === undefined) return
    const wasInChord = keybindings.inChordMode
    timer = setTimeout(() => {
      if (wasInChord || !keybindings.inChordMode || !target.isConnected) return
      const key = new KeyboardEvent('keydown', { key: 'F19', code: 'F19', keyCode: f19 })
      keybindings.dispatchEvent(new StandardKeyboardEvent(key), target)
    }, ms)
  }
  addEventListener('keydown', onKey, { capture: true })
}

const f19 = 130
