import { callable } from '../read/symbols.ts'
import type { FileView } from '../read/file-view.ts'
import { isAside } from '../read/role.ts'
import type { CodeToken } from '../read/text-view.ts'
import { subjectsOf } from '../steps/subjects.ts'
import type { MarkContext, MarkSource } from './mark-source.ts'

/** New functions that decide much, in a change with tests of which none names them or what uses them. */
export const untested: MarkSource = (hunk, context) => {
  const { file, role } = hunk
  if (
    role !== 'source' ||
    isAside(file.path) ||
    !context.files.some((other) => other.hunks.some((each) => each.role === 'test'))
  )
    return []
  return subjectsOf([hunk]).flatMap(({ state, after, qualified, name }) => {
    if (state !== 'new' || !after || !callable.has(after.kind) || after.kind === 'constructor') return []
    if (after.nameLine < hunk.after.start || after.nameLine >= hunk.after.end) return []
    const branches = file.after.code(after.lines).filter(isBranch).length
    if (branches < fewest || isNamed(name, hunk.file, context)) return []
    const reason = `\`${qualified}\` is new and decides ${branches} times; no test of this change names it, or what uses it.`
    return [{ kind: 'untested', side: 'after', line: after.nameLine, reason, weight: 0.45 }] as const
  })
}

/** So many ways through it make a function worth a test of its own. */
const fewest = 4

const branchWords = new Set([
  'if',
  'elif',
  'case',
  'for',
  'while',
  'catch',
  'except',
  'match',
  'unless',
  'when',
  '&&',
  '||',
  '??',
  '?',
])
const isBranch = ({ text }: CodeToken) => branchWords.has(text)

/** Whether a test names it, or a declaration of the change that leads to it. */
function isNamed(name: string, file: FileView, { drafts, users, files }: MarkContext): boolean {
  const spoken = new Set(
    files
      .filter(({ role }) => role === 'test')
      .flatMap(({ after }) =>
        after
          .code({ start: 0, end: after.lines.length })
          .flatMap(({ text, kind }) => (kind === 'word' ? text : (text.match(/\w+/g) ?? []))),
      ),
  )
  if (spoken.has(name)) return true
  const stem = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/\..*$/, '')
  if (files.some(({ role, path }) => role === 'test' && path.slice(path.lastIndexOf('/') + 1).includes(stem)))
    return true
  const start = drafts.findIndex(
    (draft) => draft.file === file && draft.subjects.some((subject) => subject.name === name),
  )
  const seen = new Set([start])
  for (const at of seen) {
    if (drafts[at]?.subjects.some((subject) => spoken.has(subject.name)) || drafts[at]?.file.role === 'test')
      return true
    for (const user of users[at] ?? []) seen.add(user)
  }
  return false
}
