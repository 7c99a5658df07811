import type { Edit } from '@caret/text'

/** A stretch of a text that lists names, with commas between them: what is between its brackets. */
export interface NameList {
  start: number
  end: number
}

/** The names of a list as they are written, with where each starts. */
export function itemsOf(text: string, { start, end }: NameList): { item: string; offset: number }[] {
  const inside = text.slice(start, end)
  return [...inside.matchAll(/[^\s,](?:[^,\n]*[^\s,])?/g)].map(([item], at, all) => {
    return { item, offset: start + all[at]!.index }
  })
}

/** Adds a name to a list that has some: in its place where they are in order, else at the end, on a line of its own where they are. */
export function addToList(text: string, list: NameList, name: string): Edit {
  const items = itemsOf(text, list)
  const key = (item: string) => item.replace(/^(?:type )?['"]?/, '').toLowerCase()
  const sorted = items.every(({ item }, at) => at === 0 || key(items[at - 1]!.item) <= key(item))
  const next = sorted ? items.find(({ item }) => key(item) > key(name)) : undefined
  const tall = /\n([ \t]*)\S/.exec(text.slice(list.start, list.end))
  const between = tall ? `\n${tall[1]}` : ' '
  if (next) return { offset: next.offset, remove: 0, insert: `${name},${between}` }
  const last = items.at(-1)
  const offset = last ? last.offset + last.item.length : list.start
  if (text[offset] === ',') return { offset: offset + 1, remove: 0, insert: `${between}${name}${tall ? ',' : ''}` }
  return { offset, remove: 0, insert: `,${between}${name}` }
}
