import type { FileView, HunkView } from '../read/file-view.ts'
import { isAside } from '../read/role.ts'
import { callable } from '../read/symbols.ts'
import type { CodeToken } from '../read/text-view.ts'
import { subjectsOf } from '../steps/subjects.ts'
import type { MarkSource } from './mark-source.ts'

/**
 * The new function that decides most, in a change without a single test. With tests it is nobody's guess what they reach: most
 * reach new code by what uses it.
 */
export const untested: MarkSource = (hunk, { files }) => {
  const most = mostDeciding(files)
  if (!most || most.hunk !== hunk) return []
  const reason = `\`${most.name}\` is new and decides ${most.branches} times, and this change has no test.`
  return [{ kind: 'untested', side: 'after', line: most.line, reason, weight: 0.45 }]
}

interface Deciding {
  hunk: HunkView
  name: string
  line: number
  branches: number
}

/** So many decisions make a function worth a test of its own. */
const fewest = 6

const known = new WeakMap<readonly FileView[], Deciding | undefined>()

function mostDeciding(files: readonly FileView[]): Deciding | undefined {
  if (!known.has(files)) known.set(files, find(files))
  return known.get(files)
}

function find(files: readonly FileView[]): Deciding | undefined {
  const hunks = files.flatMap((file) => file.hunks)
  if (hunks.some(({ role }) => role === 'test')) return undefined
  let most: Deciding | undefined
  for (const hunk of hunks) {
    if (hunk.role !== 'source' || isAside(hunk.file.path)) continue
    for (const { state, after, qualified } of subjectsOf([hunk])) {
      if (state !== 'new' || !after || !callable.has(after.kind)) continue
      if (after.nameLine < hunk.after.start || after.nameLine >= hunk.after.end) continue
      const branches = hunk.file.after.code(after.lines).filter(isBranch).length
      if (branches >= fewest && branches > (most?.branches ?? 0)) {
        most = { hunk, name: qualified, line: after.nameLine, branches }
      }
    }
  }
  return most
}

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
