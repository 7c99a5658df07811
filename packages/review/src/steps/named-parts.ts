import type { HunkView } from '../read/file-view.ts'

/** The names of tests that hunks are in or begin. */
export function testsOf(hunks: readonly HunkView[]): string[] {
  return unique(hunks.flatMap((hunk) => partsOf(hunk, testName)))
}

/** The headings of a document that hunks are under, or that they change. */
export function headingsOf(hunks: readonly HunkView[]): string[] {
  return unique(hunks.flatMap((hunk) => partsOf(hunk, heading)))
}

const testName =
  /^\s*(?:(?:it|test|specify|Deno\.test)(?:\.\w+)*\s*\(\s*(['"`])(?<title>(?:(?!\1).)+)\1|(?:async\s+)?def\s+(?<python>test_?\w+)|func\s+(?<go>(?:Test|Benchmark|Fuzz)\w+)|fn\s+(?<rust>\w+)\s*\(\s*\))/
const heading = /^#{1,6}\s+(?<title>.+?)\s*#*$/

const longest = 60

/** Names on the hunk's own lines, or the last one above it. */
function partsOf({ file, before, after }: HunkView, pattern: RegExp): string[] {
  const [{ lines }, span] = file.kind === 'deleted' ? [file.before, before] : [file.after, after]
  const nameAt = (line: number) => {
    const groups = pattern.exec(lines[line] ?? '')?.groups
    const name = Object.values(groups ?? {}).find((group) => group !== undefined)
    return name && name.length > longest ? `${name.slice(0, longest - 1)}…` : name
  }
  const names: string[] = []
  for (let line = span.start; line < span.end; line++) names.push(...[nameAt(line) ?? []].flat())
  for (let line = span.start - 1; names.length === 0 && line >= 0; line--) names.push(...[nameAt(line) ?? []].flat())
  return names
}

const unique = (names: readonly string[]) => [...new Set(names.map((name) => name.replaceAll('`', "'")))]
