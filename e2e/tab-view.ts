import { expect } from 'vitest'
import type { Editor } from './harness.ts'

/**
 * What can be seen of Tab in an editor.
 * @param current the editor, which is opened after its tests are described
 */
export function viewOfTab(current: () => Editor) {
  /** The status bar item; it says why a suggestion is on the screen. */
  const status = () =>
    current()
      .page.locator('.statusbar-item', { hasText: /^\s*Tab\b/ })
      .first()
  return {
    status,
    suggests: (reason: RegExp | string) => expect.poll(() => status().textContent()).toMatch(reason),
    shows: (text: RegExp | string) => expect.poll(() => current().text()).toMatch(text),
    /** What an edit elsewhere would insert, shown in place. */
    insertion: () => current().page.locator('.view-line [class*="inlineCompletions-char-insert"]'),
    /** Types at the end of a line, before its closing bracket. */
    typeInto: async (path: string, line: number, text: string): Promise<void> => {
      const editor = current()
      await editor.openFile(path, line)
      await editor.press('End')
      await editor.press('ArrowLeft')
      await editor.type(text)
    },
  }
}
