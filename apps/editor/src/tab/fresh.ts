import { type Edit, mapOffset } from '@caret/text'

/** What a language server says of a stretch of a text. */
export interface Finding {
  message: string
  start: number
  end: number
}

/** Which findings came with edits of the user. */
export interface Fresh {
  /** Moves what is known of a file along with an edit. */
  edit(path: string, edit: Edit): void
  /**
   * Takes all that is said of a file now, and gives what came with an edit and is still there. What is said when nothing is
   * known of the file was there before; `edited` tells whether anything new is owed to an edit.
   */
  take<F extends Finding>(path: string, findings: readonly F[], edited: boolean): F[]
  /** The file has changed by other means, or is closed. */
  forget(path: string): void
}

export function createFresh(): Fresh {
  const files = new Map<string, (Finding & { fresh: boolean })[]>()
  return {
    edit: (path, edit) => {
      const known = files.get(path)
      for (const each of known ?? []) {
        each.start = mapOffset(each.start, edit)
        each.end = mapOffset(each.end, edit)
      }
    },
    take: (path, findings, edited) => {
      const known = files.get(path)
      const left = new Set(known)
      const found = new Map<Finding, boolean>()
      // A server may be an edit behind: where the places differ, equal messages are the same finding.
      for (const near of [true, false]) {
        for (const finding of findings) {
          if (found.has(finding)) continue
          const same = [...left].find(
            ({ message, start, end }) =>
              message === finding.message && (!near || start === finding.start || end === finding.end),
          )
          if (!same) continue
          left.delete(same)
          found.set(finding, same.fresh)
        }
      }
      const isFresh = (finding: Finding) => found.get(finding) ?? (known !== undefined && edited)
      files.set(
        path,
        findings.map((finding) => {
          const { message, start, end } = finding
          return { message, start, end, fresh: isFresh(finding) }
        }),
      )
      return findings.filter(isFresh)
    },
    forget: (path) => void files.delete(path),
  }
}
