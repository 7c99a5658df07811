import type { ReviewMark } from '@caret/protocol'
import type { HunkView } from '../read/file-view.ts'
import type { MarkSource } from './mark-source.ts'

/** A test is left out, or it claims less than before. */
export const weakerTest: MarkSource = (hunk) => {
  if (hunk.role !== 'test') return []
  return [...leftOut(hunk), ...claimsLess(hunk)]
}

/** For good, and not where something is missing. */
const skips =
  /\b(it|test|describe|suite|specify)(\.\w+)*\.(skip|todo|fixme)\(\s*(['"`]|$)|^\s*(xit|xtest|xdescribe)\(|@(pytest\.mark\.(skip|xfail)\b|unittest\.skip\()|^\s*#\[ignore\b|@(Disabled|Ignore)\b/
const alone = /\b(it|test|describe|suite|specify)(\.\w+)*\.only\(|^\s*(fit|fdescribe)\(/

function leftOut({ file, before, after }: HunkView): ReviewMark[] {
  // A new file of tests may well leave some out by design.
  if (file.kind === 'created') return []
  return [[skips, 'A test is left out now.'] as const, [alone, 'Only this test runs now.'] as const].flatMap(
    ([pattern, reason]) => {
      const had = file.before.lines.slice(before.start, before.end).filter((line) => pattern.test(line)).length
      const has = [...file.after.lines.slice(after.start, after.end).entries()].filter(([, line]) => pattern.test(line))
      return has
        .slice(had)
        .map(
          ([at]): ReviewMark => ({ kind: 'weaker-test', side: 'after', line: after.start + at, reason, weight: 0.6 }),
        )
    },
  )
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
