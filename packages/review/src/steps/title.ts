import type { HunkView } from '../read/file-view.ts'
import { callable } from '../read/symbols.ts'
import { listed, nameOf } from '../words.ts'
import { behind, changeIn } from './change-words.ts'
import type { Dependency } from './depends.ts'
import type { Draft } from './draft.ts'
import { aboutImports } from './import-words.ts'
import { headingsOf, testsOf } from './named-parts.ts'
import { settingsIn } from './setting-words.ts'
import { signatureOf } from './signature.ts'
import type { Subject } from './subjects.ts'

/** What a step does, in a line. */
export function titleOf(draft: Draft, uses: readonly Dependency[]): string {
  const { file, kind, hunks, subjects } = draft
  const name = `\`${nameOf(file.path)}\``
  if (kind === 'file') return aboutFile(draft)
  if (file.kind === 'deleted') return `${name} is deleted`
  if (file.kind === 'created') {
    const shown = subjects.filter(({ after }) => after?.exported)
    const own = shown.length > 0 ? shown : subjects
    const tops = kind === 'test' ? testsOf(hunks) : own.map((subject) => subject.name)
    return `New file ${name}${tops.length > 0 ? `: ${kind === 'test' ? '' : kindsOf(own)}${listed(tops)}` : ''}`
  }
  if (kind === 'test') return about(`Tests in ${name}`, testsOf(hunks))
  if (kind === 'documentation') return about(name, headingsOf(hunks))
  if (kind === 'configuration') return behind(name, settingsIn(hunks) ?? changeIn(hunks))
  if (subjects.length === 0) return aboutRest(name, hunks)
  return aboutSubjects(draft, uses)
}

const about = (what: string, parts: readonly string[]) => (parts.length > 0 ? `${what}: ${listed(parts)}` : what)

function aboutFile({ file, hunks }: Draft): string {
  const name = `\`${nameOf(file.path)}\``
  const note = hunks[0]?.file.notes[0]
  if (file.from !== undefined)
    return `\`${file.from}\` moves to \`${file.path}\`, unchanged${note ? `. ${note.text}` : ''}`
  if (note) return `${name}: ${note.text}`
  return file.kind === 'created'
    ? `New empty file ${name}`
    : file.kind === 'deleted'
      ? `${name}, empty, is deleted`
      : name
}

function aboutSubjects({ subjects, hunks }: Draft, uses: readonly Dependency[]): string {
  const of = (state: Subject['state']) => subjects.filter((subject) => subject.state === state)
  const [fresh, gone, signature] = [of('new'), of('gone'), of('signature')]
  if (fresh.length === 1 && gone.length === 1 && isMuchTheSame(gone[0]!, fresh[0]!)) {
    return `${quote(gone)} becomes ${quote(fresh)}`
  }
  const parts: string[] = []
  if (fresh.length === 1) parts.push(`new ${kindsOf(fresh)}${quote(fresh)}`)
  else if (fresh.length > 1) parts.push(`new: ${quote(fresh)}`)
  parts.push(...signature.map(aboutSignature))
  if (gone.length > 0) parts.push(`${quote(gone)} ${gone.length === 1 ? 'is' : 'are'} removed`)
  if (parts.length > 0) {
    const shown = parts.slice(0, 3).join('; ') + (parts.length > 3 ? `; ${parts.length - 3} more` : '')
    return shown[0]!.toUpperCase() + shown.slice(1)
  }
  if (isComment(hunks)) return `Comments of ${quote(subjects)}`
  return behind(quote(subjects), aboutUses(uses) || changeIn(hunks))
}

/** What stands in no declaration: imports, or what runs when the file is loaded. */
function aboutRest(name: string, hunks: readonly HunkView[]): string {
  if (isComment(hunks)) return `Comments of ${name}`
  return behind(name, aboutImports(hunks) ?? changeIn(hunks))
}

const quote = (list: readonly Subject[]) => listed(list.map(({ qualified }) => qualified))

function isMuchTheSame(gone: Subject, fresh: Subject): boolean {
  if (gone.before!.kind !== fresh.after!.kind) return false
  const [old, now] = [gone.file.before.code(gone.before!.lines), fresh.file.after.code(fresh.after!.lines)]
  const left = new Map<string, number>()
  for (const { text } of old) left.set(text, (left.get(text) ?? 0) + 1)
  let common = 0
  for (const { text } of now) {
    const count = left.get(text) ?? 0
    if (count > 0) common++
    left.set(text, count - 1)
  }
  return common * 2 > Math.max(old.length, now.length)
}

/** What its new lines use of other steps. */
function aboutUses(uses: readonly Dependency[]): string {
  const of = (state: Subject['state']) => [
    ...new Set(uses.filter((use) => use.state === state).map(({ name }) => name)),
  ]
  const [fresh, gone, changed] = [of('new'), of('gone'), of('signature')]
  return [
    ...(fresh.length > 0 ? [`now uses ${listed(fresh)}`] : []),
    ...(gone.length > 0 ? [`does without ${listed(gone)}`] : []),
    ...(changed.length > 0 ? [`follows ${listed(changed)}`] : []),
  ].join(' and ')
}

function aboutSignature({ qualified, before, after }: Subject): string {
  const name = `\`${qualified}\``
  if (
    before!.exported !== after!.exported &&
    before!.header.replace(/^export (default )?/, '') === after!.header.replace(/^export (default )?/, '')
  ) {
    return after!.exported ? `${name} is exported` : `${name} is exported no longer`
  }
  const [old, fresh] = [before, after].map((symbol) => (callable.has(symbol!.kind) ? signatureOf(symbol!) : undefined))
  if (!old || !fresh) return `${name} is declared differently`
  const names = (parameters: readonly { name: string }[]) => new Set(parameters.map((each) => each.name))
  const [had, has] = [names(old.parameters), names(fresh.parameters)]
  const gained = [...has].filter((each) => !had.has(each))
  const lost = [...had].filter((each) => !has.has(each))
  if (gained.length === 1 && lost.length === 1) return `${name}: parameter \`${lost[0]}\` becomes \`${gained[0]}\``
  const plural = (list: string[]) => (list.length === 1 ? 'a parameter' : 'the parameters')
  const changes = [
    ...(gained.length > 0 ? [`gains ${plural(gained)} ${listed(gained)}`] : []),
    ...(lost.length > 0 ? [`loses ${plural(lost)} ${listed(lost)}`] : []),
    ...(old.result !== fresh.result && fresh.result.length < 60 && fresh.result !== ''
      ? [`gives \`${fresh.result}\``]
      : []),
  ]
  return `${name} ${changes.length > 0 ? changes.join(' and ') : 'changes its signature'}`
}

/** `function `, where all are of one kind. */
function kindsOf(subjects: readonly Subject[]): string {
  const kinds = new Set(subjects.map(({ before, after }) => (after ?? before)!.kind))
  const [kind] = kinds
  return kinds.size === 1 && subjects.length === 1 ? `${kind} ` : ''
}

const isComment = (hunks: readonly HunkView[]) =>
  hunks.every(({ file, before, after }) => file.before.code(before).length + file.after.code(after).length === 0)
