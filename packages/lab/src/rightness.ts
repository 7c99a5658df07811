import type { Edit } from '@caret/text'

/** Whether two edits make the same text of `text`, blank space at the ends of what they change aside. */
export function makeTheSame(text: string, a: Edit, b: Edit): boolean {
  if (!fits(text, a) || !fits(text, b)) return false
  const start = Math.min(a.offset, b.offset)
  const end = Math.max(a.offset + a.remove, b.offset + b.remove)
  const [first, second] = [a, b].map(
    ({ offset, remove, insert }) => text.slice(start, offset) + insert + text.slice(offset + remove, end),
  ) as [string, string]
  if (first === second) return true
  // An edit of blank space alone has nothing else to be right about.
  const changed = text.slice(start, end).trim()
  return first.trim() === second.trim() && first.trim() !== changed
}

const fits = (text: string, { offset, remove }: Edit) => offset >= 0 && remove >= 0 && offset + remove <= text.length
