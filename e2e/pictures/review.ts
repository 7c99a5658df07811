import type { Editor } from '../harness.ts'
import type { Picture } from './pictures.ts'

/** Reviews, in wide windows and narrow ones. */
export const reviewPictures: Picture[] = [
  {
    name: 'review-tree',
    async show(editor) {
      await editor.command('Caret: Review Working Tree')
      await read(editor)
    },
  },
  {
    name: 'review-tree-narrow',
    async show(editor) {
      await editor.page.setViewportSize({ width: 900, height: 860 })
      await editor.command('Caret: Review Working Tree')
      await read(editor)
      await editor.press('s')
      await editor.page.locator('.caret-guide-pill').first().waitFor()
      await editor.press('j')
    },
    after: (editor) => editor.page.setViewportSize({ width: 1400, height: 860 }),
  },
  {
    name: 'review-commit',
    async show(editor) {
      await editor.command('View: Close Primary Side Bar')
      await editor.command('Caret: Review Commit...')
      await editor.pick('Run jobs, a few')
      await read(editor)
      await editor.press(' ')
    },
    after: (editor) => editor.command('View: Toggle Primary Side Bar Visibility'),
  },
]

async function read(editor: Editor): Promise<void> {
  await editor.page.locator('.caret-guide-step.here').waitFor()
  await editor.page.locator('.caret-guide .editor.modified .view-lines:not(.line-delete) .view-line').first().waitFor()
}
