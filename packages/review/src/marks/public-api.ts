import type { ReviewMark } from '@caret/protocol'
import type { FileView } from '../read/file-view.ts'
import { isAside } from '../read/role.ts'
import { callable } from '../read/symbols.ts'
import { signatureOf } from '../steps/signature.ts'
import { type Subject, subjectsOf } from '../steps/subjects.ts'
import { listed } from '../words.ts'
import type { MarkSource } from './mark-source.ts'

/** What others may rely on is gone, or has to be used differently. */
export const publicApi: MarkSource = (hunk, { files }) => {
  if (hunk.role !== 'source' || isAside(hunk.file.path)) return []
  return subjectsOf([hunk]).flatMap((subject): ReviewMark[] => {
    if (!subject.before || !isPublic(subject.before.qualified, subject.file)) return []
    const name = `\`${subject.qualified}\``
    if (subject.state === 'gone') {
      const { nameLine } = subject.before
      if (nameLine < hunk.before.start || nameLine >= hunk.before.end || isElsewhere(subject, files)) return []
      return [
        {
          kind: 'public-api',
          side: 'before',
          line: nameLine,
          reason: `${name} was exported, and is gone.`,
          weight: 0.8,
        },
      ]
    }
    const how = subject.state === 'signature' ? breakOf(subject) : undefined
    const line = subject.after?.nameLine ?? 0
    if (!how || line < hunk.after.start || line >= hunk.after.end) return []
    return [{ kind: 'public-api', side: 'after', line, reason: `${name} ${how}`, weight: 0.75 }]
  })
}

/** Exported, as is all that it is in, and neither private by custom nor a rule of a style sheet. */
function isPublic(qualified: string, { before }: FileView): boolean {
  const parts = qualified.split('.')
  return parts.every((_, at) => {
    const name = parts.slice(0, at + 1).join('.')
    const symbol = before.symbols.find((each) => each.qualified === name)
    // What is in an implementation is as public as its type, which may be anywhere.
    if (!symbol || symbol.kind === 'implementation') return true
    return symbol.exported && !symbol.header.startsWith('pub(') && !/^(_(?!_)|[^\p{L}_$])/u.test(symbol.name)
  })
}

/** Under the same name somewhere else of the change set: it was moved. */
const isElsewhere = ({ name }: Subject, files: readonly FileView[]): boolean =>
  files.some(({ after, role }) => role === 'source' && after.symbols.some((symbol) => symbol.name === name)) ||
  files.some(({ after }) => after.brought.some(({ local }) => local === name))

function breakOf({ before, after }: Subject): string | undefined {
  if (before!.exported && !after!.exported) return 'is exported no longer.'
  if (!callable.has(before!.kind)) return undefined
  const [old, fresh] = [signatureOf(before!), signatureOf(after!)]
  if (!old || !fresh) return undefined
  const had = new Map(old.parameters.map((each, at) => [each.name, { ...each, at }]))
  const has = new Set(fresh.parameters.map((each) => each.name))
  const gained = fresh.parameters.filter(({ name, optional }) => !had.has(name) && !optional)
  const lost = old.parameters.filter(({ name }) => !has.has(name))
  if (gained.length > 0 && gained.length === lost.length) {
    // Only another name, which matters where arguments are named.
    const retyped = gained.filter(
      ({ text, name }, at) => text.replace(name, '') !== lost[at]!.text.replace(lost[at]!.name, ''),
    )
    return retyped.length > 0
      ? `takes ${listed(retyped.map(({ text }) => text))} where it took ${listed(lost.map(({ text }) => text))}.`
      : undefined
  }
  if (gained.length > 0) return `has to be given ${listed(gained.map(({ name }) => name))} now.`
  if (lost.length > 0) return `takes ${listed(lost.map(({ name }) => name))} no longer.`
  const order = fresh.parameters.flatMap(({ name }) => had.get(name)?.at ?? [])
  if (order.some((at, index) => index > 0 && at < order[index - 1]!)) return 'takes its parameters in another order.'
  const stricter = fresh.parameters.filter(({ name, optional }) => had.get(name)?.optional && !optional)
  if (stricter.length > 0) return `can do without ${listed(stricter.map(({ name }) => name))} no longer.`
  return undefined
}
