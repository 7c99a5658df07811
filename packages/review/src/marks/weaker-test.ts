import type { ReviewMark } from '@caret/protocol'
import type { HunkView } from '../read/file-view.ts'
import type { MarkSource } from './mark-source.ts'

/** A test is left out, or it claims less than before. */
export const weakerTest: MarkSource = (hunk) => {
  if (hunk.role !== 'test') return []
  return [...leftOut(hunk), ...claimsLess(hunk)]
}

const skips =
  /\b(it|test|describe|suite|specify)\.(skip|only|todo|fixme)\b|^\s*(xit|xtest|xdescribe|fit|fdescribe)\(|@(pytest\.mark|unittest)\.(skip|xfail)|\bpytest\.(skip|xfail)\(|\bt\.Skip(f|Now)?\(|^\s*#\[ignore\b|@(Disabled|Ignore)\b/

function leftOut({ file, before, after }: HunkView): ReviewMark[] {
  const isSkip = (line: string) => skips.test(line)
  const had = file.before.lines.slice(before.start, before.end).filter(isSkip).length
  const has = [...file.after.lines.slice(after.start, after.end).entries()].filter(([, line]) => isSkip(line))
  // A new file of tests may well leave some out by design, such as on one platform.
  if (has.length <= had || file.kind === 'created') return []
  return has.slice(had).map(([at, line]) => ({
    ...{ kind: 'weaker-test', side: 'after', line: after.start + at, weight: 0.6 },
    reason: /only|fit\(|fdescribe/.test(line) ? 'Only this test runs now.' : 'A test is left out now.',
  }))
}

const claims =
  /\b(expect|assert\w*|should|require\.\w+|Assert\.\w+|t\.(Error|Fatal)f?|assert_\w+!|assert!|ASSERT_\w+|EXPECT_\w+)\b/

function claimsLess({ file, before, after, old, fresh }: HunkView): ReviewMark[] {
  if (file.kind === 'deleted') return []
  const [was, is] = [file.before.lines.slice(before.start, before.end), file.after.lines.slice(after.start, after.end)]
  const count = (lines: readonly string[]) => lines.filter((line) => claims.test(line)).length
  const inFile = (lines: readonly string[]) => count(lines)
  const less = count(was) - count(is)
  // A test that goes as a whole went with what it tested; claims that were moved are still there.
  if (
    less <= 0 ||
    old.length > fresh.length ||
    was.some(isTestHead) ||
    inFile(file.after.lines) >= inFile(file.before.lines)
  )
    return []
  const at = was.findIndex((line) => claims.test(line))
  const reason = `A test claims less: ${less === 1 ? 'one assertion is' : `${less} assertions are`} gone.`
  return [{ kind: 'weaker-test', side: 'before', line: before.start + at, reason, weight: 0.5 }]
}

const isTestHead = (line: string) =>
  /^\s*((it|test|describe)(\.\w+)*\(|(async\s+)?def test|func (Test|Benchmark)|fn \w+\(\))/.test(line)
