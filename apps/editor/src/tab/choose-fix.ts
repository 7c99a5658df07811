import type { TabComplaint } from '@caret/protocol'
import { type Edit, trimEdit } from '@caret/text'

export type Fix = NonNullable<TabComplaint['fix']>

/** What a language server offers to do. */
export interface Action {
  title: string
  isPreferred?: boolean
  /** What it does to the text; undefined where it does more than that. */
  edits: readonly Edit[] | undefined
}

/** UTF-16 units; a larger fix is for the user to choose. */
const largest = 400
const mostOfMessage = 60

const adds = /^(?:(?:add|update) import|import|include|from \S+ import)\b/i
const removes = /^(?:remove|delete) (?:unused )?imports?\b/i
const many = /\ball\b/i

/** The one fix that needs no choice: the only preferred one, or else the only one about an import. */
export function chooseFix(message: string, actions: readonly Action[], text: string): Fix | undefined {
  const preferred = actions.filter(({ isPreferred }) => isPreferred)
  const imports = actions.filter(({ title }) => (adds.test(title) || removes.test(title)) && !many.test(title))
  const [only, another] = preferred.length > 0 ? preferred : imports
  const edit = only && !another ? joined(only.edits ?? [], text) : undefined
  if (!edit) return undefined
  const kind = removes.test(only!.title) ? 'unused' : adds.test(only!.title) ? 'import' : 'other'
  return { ...edit, kind, reason: `fixes: ${shortened(message)}` }
}

/** Edits near each other as one; undefined where they change nothing, or too much. */
function joined(edits: readonly Edit[], text: string): Edit | undefined {
  const parts = edits
    .map((edit) => trimEdit(text, edit))
    .filter(({ remove, insert }) => remove > 0 || insert !== '')
    .toSorted((a, b) => a.offset - b.offset)
  const [first] = parts
  if (!first) return undefined
  let end = first.offset
  let insert = ''
  for (const part of parts) {
    if (part.offset < end) return undefined
    insert += text.slice(end, part.offset) + part.insert
    end = part.offset + part.remove
  }
  const remove = end - first.offset
  return remove > largest || insert.length > largest ? undefined : { offset: first.offset, remove, insert }
}

function shortened(message: string): string {
  const [line = ''] = message.split('\n')
  return line.length > mostOfMessage ? `${line.slice(0, mostOfMessage - 1)}…` : line
}
