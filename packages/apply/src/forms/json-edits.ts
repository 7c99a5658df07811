import { changesBetween } from '../changes.ts'
import { applyEdits, type Edit } from '@caret/text'
import { splitLines, type Source } from '../lines.ts'
import { replaceAll } from './replacements.ts'
import { type Doubt, type Hunk, isDoubt } from '../result.ts'
import { opsBetween } from './search-replace.ts'

/** One call of an edit tool. */
export interface ExactEdit {
  old: string
  fresh: string
  everywhere: boolean
}

const oldNames = ['old_string', 'old_str', 'oldText', 'old_text', 'oldString', 'search', 'old', 'find']
const newNames = ['new_string', 'new_str', 'newText', 'new_text', 'newString', 'replace', 'replacement', 'new']

/** The edit calls in a text: an object, a list of objects, or objects line by line; undefined where it is something else. */
export function readJsonEdits(text: string): ExactEdit[] | undefined {
  const trimmed = text.trim()
  if (!/^[[{]/.test(trimmed)) return undefined
  const value =
    parse(trimmed) ??
    trimmed
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(parse)
  const edits = callsIn(value)
  return edits && edits.length > 0 ? edits : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function callsIn(value: unknown): ExactEdit[] | undefined {
  if (Array.isArray(value)) {
    const lists = value.map(callsIn)
    return lists.every((list) => list !== undefined) ? lists.flat() : undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const fields = value as Record<string, unknown>
  const nested = fields.edits ?? fields.input ?? fields.arguments ?? fields.changes ?? fields.replacements
  if (nested !== undefined) return callsIn(typeof nested === 'string' ? parse(nested) : nested)
  const [old, fresh] = [oldNames, newNames].map((names) =>
    names.map((name) => fields[name]).find((field) => field !== undefined),
  )
  if (typeof old !== 'string' || typeof fresh !== 'string') return undefined
  return [{ old, fresh, everywhere: fields.replace_all === true || fields.replaceAll === true }]
}

/** The exact text gives way; where it is not in the file letter for letter, its lines are looked for as those of other blocks. */
export function applyExactEdits(source: Source, calls: readonly ExactEdit[]): Hunk[] | Doubt {
  const text = source.lines.join('\n') + (source.finalBreak && source.lines.length > 0 ? '\n' : '')
  const edits: Edit[] = []
  for (const call of calls) {
    const old = call.old.replaceAll('\r\n', '\n')
    const fresh = call.fresh.replaceAll('\r\n', '\n')
    const places = old === '' ? [] : placesOf(text, old)
    if (places.length === 1 || (places.length > 0 && call.everywhere)) {
      for (const offset of places) edits.push({ offset, remove: old.length, insert: fresh })
    } else if (text === '' && old.trim() === '') edits.push({ offset: 0, remove: 0, insert: fresh })
    else if (places.length > 1) {
      const lineOf = (offset: number) => text.slice(0, offset).split('\n').length - 1
      return {
        reason: `The text to replace is in the file ${places.length} times.`,
        region: { start: lineOf(places[0]!), end: lineOf(places.at(-1)!) + 1 },
        sketch: call.old,
      }
    } else {
      const ops = opsBetween(splitLines(old), splitLines(fresh))
      const block = { ops, sketch: call.old, everywhere: call.everywhere }
      const hunks = replaceAll(source, [block], { ordered: false })
      if (isDoubt(hunks)) return hunks
      edits.push(...hunks.map((hunk) => lineEdit(source, hunk)))
    }
  }
  edits.sort((a, b) => a.offset - b.offset)
  const clash = edits.find((edit, at) => at > 0 && edits[at - 1]!.offset + edits[at - 1]!.remove > edit.offset)
  if (clash) {
    return {
      reason: 'Two edits change the same text.',
      region: { start: 0, end: source.lines.length },
      sketch: calls.map(({ old }) => old).join('\n'),
    }
  }
  const lines = splitLines(applyEdits(text, edits))
  return changesBetween(source.lines, lines).map(({ aFrom, aTo, bFrom, bTo }) => ({
    from: aFrom,
    to: aTo,
    lines: lines.slice(bFrom, bTo),
  }))
}

function placesOf(text: string, part: string): number[] {
  const places: number[] = []
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) places.push(at)
  return places
}

/** A hunk as an edit of the lines joined with `\n`. */
function lineEdit({ lines }: Source, { from, to, lines: fresh }: Hunk): Edit {
  const offsetOf = (line: number) => lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0)
  const offset = offsetOf(from)
  return { offset, remove: offsetOf(to) - offset, insert: fresh.map((line) => `${line}\n`).join('') }
}
