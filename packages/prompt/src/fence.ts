import { type CodeBox, type Content, isWindow } from './box.ts'

/** Longer than any in the code. */
export const fenceOf = (box: CodeBox) => '`'.repeat(Math.max(3, longestTicks(box) + 1))

function longestTicks(content: Content): number {
  if (typeof content === 'string') {
    return content.includes('```') ? Math.max(...content.match(/`{3,}/g)!.map((run) => run.length)) : 0
  }
  if (Array.isArray(content)) return Math.max(0, ...content.map(longestTicks))
  if (content.kind === 'elastic')
    return longestTicks(isWindow(content.content) ? [...content.content.lines] : content.content)
  return 'children' in content ? longestTicks(content.children) : 0
}
