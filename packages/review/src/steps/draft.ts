import type { StepKind } from '@caret/protocol'
import type { FileView, HunkView } from '../read/file-view.ts'
import type { Role } from '../read/role.ts'
import { type Subject, subjectsOf } from './subjects.ts'

/** A step before it has its place: hunks that are read together. */
export interface Draft {
  kind: StepKind
  file: FileView
  role: Role
  hunks: readonly HunkView[]
  subjects: readonly Subject[]
}

/** Hunks of one declaration are a step; of what is no code, those of a file. */
export function draftsOf(hunks: readonly HunkView[]): Draft[] {
  const groups = new Map<string, HunkView[]>()
  for (const hunk of hunks) {
    const { file, role, owner } = hunk
    const key = role === 'source' ? `${file.path}\n${owner?.qualified ?? ''}` : `${file.path} ${role}`
    groups.set(key, [...(groups.get(key) ?? []), hunk])
  }
  return [...groups.values()].map((own) => {
    const { file, role } = own[0]!
    const subjects = subjectsOf(own)
    return { kind: kindOf(own, subjects), file, role, hunks: own, subjects }
  })
}

function kindOf(hunks: readonly HunkView[], subjects: readonly Subject[]): StepKind {
  const { role } = hunks[0]!
  const { kind } = hunks[0]!.file
  const hasLines = hunks.some(({ before, after }) => before.start < before.end || after.start < after.end)
  if (!hasLines) return 'file'
  if (role === 'test') return 'test'
  if (role === 'documentation') return 'documentation'
  if (role === 'configuration') return 'configuration'
  if (kind === 'created' || subjects.some(({ state }) => state === 'new' || state === 'signature')) return 'definition'
  if (kind === 'deleted' || (subjects.length > 0 && subjects.every(({ state }) => state === 'gone'))) return 'removal'
  return 'change'
}
