import { existsSync, readFileSync, rmSync } from 'node:fs'

/** `N passed, N failed`, and `, N skipped` where some were. */
export function closingLine({ passed = 0, failed = 0, skipped = 0 }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

export function sum(results) {
  const total = { passed: 0, failed: 0, skipped: 0 }
  for (const result of results) for (const key of Object.keys(total)) total[key] += result[key] ?? 0
  return total
}

/**
 * Counts the tests of a Vitest run by its JSON report, which is read once and removed. A file that does not load counts as
 * one failure, and so does a run that failed beside its tests (an unhandled error, no report at all).
 */
export function countVitest(file, exitCode) {
  if (!existsSync(file)) return { failed: 1 }
  const report = JSON.parse(readFileSync(file, 'utf8'))
  rmSync(file)
  const unloaded = report.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0)
  const failed = report.numFailedTests + unloaded.length
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  }
}
