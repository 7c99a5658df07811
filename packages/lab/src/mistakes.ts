import type { FileEdit, Suggestion } from '@caret/tab'
import type { ReplayedCommit } from './replay.ts'

/** A suggestion that was wrong, or an edit that repeated an earlier one and was not predicted. */
export interface Mistake {
  kind: 'wrong' | 'missed' | 'continuation'
  commit: ReplayedCommit
  /** The text of the file where something was shown, or else where it should have been. */
  text: string
  shown: FileEdit | undefined
  suggestion: Suggestion | undefined
  /** What was made next; undefined at the end of the commit. */
  expected: FileEdit | undefined
  /** The edits before, each in its file's text at its time. */
  made: readonly FileEdit[]
}

/** A mistake for people to read. */
export function describeMistake({ kind, commit, text, shown, suggestion, expected, made }: Mistake): string {
  const { source, probability = 0, reason } = suggestion ?? {}
  const title = {
    wrong: `WRONG EDIT by ${source} (${probability.toFixed(2)}: ${reason})`,
    missed: `MISSED a repeated edit`,
    continuation: `WRONG CONTINUATION by ${source} (${probability.toFixed(2)}: ${reason})`,
  }[kind]
  const recent = made.slice(-3).map((edit) => `  after  ${edit.path}: ${brief(edit)}`)
  const there = (edit: FileEdit) => (edit.path === (shown ?? expected)?.path ? inPlace(text, edit) : `  ${brief(edit)}`)
  return [
    `── ${title} ── ${commit.id.slice(0, 10)} ${commit.subject}`,
    ...(kind === 'continuation' ? [] : recent),
    ...(shown ? [`  shown  ${shown.path}`, there(shown)] : []),
    ...(expected ? [`  wanted ${expected.path}`, there(expected)] : ['  wanted nothing more']),
    '',
  ].join('\n')
}

const brief = ({ remove, insert }: FileEdit) =>
  `${remove > 0 ? `−${remove} ` : ''}+${JSON.stringify(clip(insert, 120))}`

/** The lines around an edit with what it takes out and puts in marked. */
function inPlace(text: string, { offset, remove, insert }: FileEdit): string {
  const start = text.lastIndexOf('\n', Math.max(0, text.lastIndexOf('\n', offset - 1) - 1)) + 1
  const end = text.indexOf('\n', offset + remove)
  const [before, removed, after] = [
    text.slice(Math.max(start, offset - 200), offset),
    text.slice(offset, offset + remove),
    text.slice(offset + remove, end === -1 ? text.length : Math.min(end, offset + remove + 120)),
  ]
  const marked = `${before}${removed ? `⟦−${clip(removed, 300)}⟧` : ''}⟦+${clip(insert, 300)}⟧${after}`
  return marked
    .split('\n')
    .map((line) => `    | ${line}`)
    .join('\n')
}

const clip = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text)
