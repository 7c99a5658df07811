import type { IDisposable } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import type {
  ICodeEditor,
  IOverlayWidget,
  IViewZone,
} from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorBrowser'

let last = 0

/** In pixels. */
const narrowest = 240

/** Makes room above a line and shows an element there, as high as it is and as wide as the code. It moves with the line. */
export function placeAbove(editor: ICodeEditor, line: number, node: HTMLElement): IDisposable {
  const zone: IViewZone & { heightInPx: number } = {
    afterLineNumber: line - 1,
    // Above removed lines that are shown at the same place.
    ordinal: 0,
    heightInPx: 60,
    domNode: document.createElement('div'),
    showInHiddenAreas: true,
    onDomNodeTop: (top) => void (node.style.top = `${top}px`),
  }
  const widget: IOverlayWidget = {
    getId: () => id,
    getDomNode: () => node,
    getPosition: () => null,
  }
  const id = `caret.instruct.${++last}`
  let zoneId = ''
  const fit = () => {
    const { contentLeft, contentWidth, minimap, verticalScrollbarWidth } = editor.getLayoutInfo()
    const most = contentWidth - (minimap.minimapWidth === 0 ? verticalScrollbarWidth : 0) - 24
    const width = Math.max(narrowest, Math.min(most, 720))
    // Where the code has less room, over what is at its left.
    node.style.left = `${Math.max(4, Math.min(contentLeft, contentLeft + most - width))}px`
    node.style.width = `${width}px`
  }
  editor.changeViewZones((zones) => (zoneId = zones.addZone(zone)))
  fit()
  editor.addOverlayWidget(widget)
  const layout = editor.onDidLayoutChange(fit)
  const size = new ResizeObserver(() => {
    const height = node.offsetHeight + 8
    if (height === 8 || height === zone.heightInPx) return
    zone.heightInPx = height
    editor.changeViewZones((zones) => zones.layoutZone(zoneId))
  })
  size.observe(node)
  return {
    dispose() {
      size.disconnect()
      layout.dispose()
      editor.removeOverlayWidget(widget)
      editor.changeViewZones((zones) => zones.removeZone(zoneId))
    },
  }
}
