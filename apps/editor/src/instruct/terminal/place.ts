import type { IDisposable } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import type { ITerminalInstance } from '@codingame/monaco-vscode-api/vscode/vs/workbench/contrib/terminal/browser/terminal'

/** In pixels, from what is below. */
const gap = 6

/** Shows an element over a terminal: at its bottom, or above the prompt where that would be covered and there is room. */
export function putAbovePrompt(terminal: ITerminalInstance, node: HTMLElement): IDisposable {
  const { domElement: around } = terminal
  const place = () => {
    const raw = terminal.xterm?.raw
    const height = node.offsetHeight
    const below = raw ? (around.clientHeight / raw.rows) * (raw.rows - raw.buffer.active.cursorY) : 0
    const covers = height + gap > below
    const fits = height + gap + below <= around.clientHeight
    node.style.bottom = `${covers && fits ? below + gap : gap}px`
  }
  around.append(node)
  place()
  const sizes = new ResizeObserver(place)
  sizes.observe(node)
  sizes.observe(around)
  return {
    dispose() {
      sizes.disconnect()
      node.remove()
    },
  }
}
