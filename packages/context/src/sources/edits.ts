import type { Source } from '../source.ts'

const most = 6

/** What the user has edited lately: what they are about is likely the same. */
export const edits: Source = {
  name: 'edits',
  weight: 0.6,
  async find({ path }, { recentEdits }, signal) {
    const found = (await recentEdits?.(signal)) ?? []
    return found.slice(0, most).map((edit, at) => {
      const start = Math.max(0, Number(/^@@ -\d+,\d+ \+(\d+)/.exec(edit.diff)?.[1] ?? 1) - 1)
      return {
        source: 'edits',
        path: edit.path,
        lines: { start, end: start + edit.diff.split('\n').length },
        text: edit.diff.trimEnd(),
        why: 'edited lately',
        worth: (edit.path === path ? 1 : 0.9) * 0.9 ** at,
      }
    })
  },
}
