import type { MarkSource } from './mark-source.ts'

/**
 * A language server complains about one of the hunk's lines, and of nothing of the kind in lines that did not change: where it
 * knows no test runner, it has nothing against a new test.
 */
export const diagnostic: MarkSource = ({ file, after }, { problems }) => {
  const its = problems.filter(({ path }) => path === file.path)
  const isChanged = (line: number) => file.hunks.some(({ after: { start, end } }) => start <= line && line < end)
  const old = new Set(its.filter(({ line }) => !isChanged(line)).map(({ message }) => message))
  return its
    .filter(({ line, message }) => line >= after.start && line < after.end && !old.has(message))
    .map(({ line, message, severity }) => ({
      ...{ kind: 'diagnostic', side: 'after', line },
      reason: message,
      weight: severity === 'error' ? 1 : 0.6,
    }))
}
