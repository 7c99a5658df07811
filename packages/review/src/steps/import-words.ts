import type { HunkView } from '../read/file-view.ts'
import type { Brought } from '../read/text-view.ts'
import { listed } from '../words.ts'

/** Which names hunks of imports bring in, drop, or take from elsewhere, behind a file's name; undefined for none. */
export function aboutImports(hunks: readonly HunkView[]): string | undefined {
  const [old, now] = [broughtIn(hunks, 'before'), broughtIn(hunks, 'after')]
  if (old.length + now.length === 0) return undefined
  const isKept = (one: Brought, others: readonly Brought[]) =>
    others.some(({ source, name, local }) => source === one.source && name === one.name && local === one.local)
  const [come, go] = [now.filter((each) => !isKept(each, old)), old.filter((each) => !isKept(each, now))]
  const swapped = come.filter(({ local }) => local !== '*' && go.some((other) => other.local === local))
  if (swapped.length > 0) {
    const sources = [...new Set(swapped.map(({ source }) => source))]
    return `imports ${names(swapped)} from ${sources.length === 1 ? listed(sources) : 'elsewhere'} now`
  }
  if (come.length > 0) return `imports ${names(come)}${go.length > 0 ? ` and no longer ${names(go)}` : ''}`
  return go.length > 0 ? `imports ${names(go)} no longer` : 'has its imports in another order'
}

/** The hunks' imports, where nothing else is on their lines. */
function broughtIn(hunks: readonly HunkView[], side: 'before' | 'after'): Brought[] {
  return hunks.flatMap((hunk) => {
    const { start, end } = hunk[side]
    return hunk.file[side].brought.filter(({ lines }) => lines.start < end && start < lines.end)
  })
}

/** Of all that a module has, the module. */
const names = (list: readonly Brought[]) =>
  listed([...new Set(list.map(({ name, local, source }) => (local === '*' || name === '*' ? source : local)))], 2)
