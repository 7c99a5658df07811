import { type Edit, mapOffset } from '@caret/text'
import type { Markable } from './ahead.ts'
import type { Complaint, FileEdit } from './predictor.ts'

/** What language servers hold against the last edits. */
export interface Complaints extends Markable {
  readonly all: readonly Complaint[]
  set(complaints: readonly Complaint[]): void
  /** Moves them along. What an edit touches is void until it is said again. */
  edit(edit: FileEdit): void
  /** The file has another text. */
  forget(path: string): void
}

export function createComplaints(): Complaints {
  let all: readonly Complaint[] = []
  return {
    get all() {
      return all
    },
    set: (complaints) => void (all = complaints),
    edit: (edit) => {
      all = all.flatMap((complaint) => (complaint.path === edit.path ? moved(complaint, edit) : [complaint]))
    },
    forget: (path) => void (all = all.filter((complaint) => complaint.path !== path)),
    mark: () => {
      const then = all
      return () => void (all = then)
    },
  }
}

function moved({ fix, ...place }: Complaint, edit: Edit): Complaint[] {
  const { path, start, end } = place
  if (touches(edit, start, end)) return []
  const kept = fix && !touches(edit, fix.offset, fix.offset + fix.remove) ? fix : undefined
  return [
    {
      ...{ path, start: mapOffset(start, edit), end: mapOffset(end, edit) },
      ...(kept && { fix: { ...kept, offset: mapOffset(kept.offset, edit) } }),
    },
  ]
}

const touches = ({ offset, remove }: Edit, start: number, end: number) => offset <= end && offset + remove >= start
