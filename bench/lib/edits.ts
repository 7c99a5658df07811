import { execFileSync } from 'node:child_process'

/** A source file before and after a commit. */
export interface FileEdit {
  path: string
  before: string
  after: string
}

const sources = /\.(ts|tsx|js|mjs|vue|py|go|rs)$/

/** The latest edits of a repository, one for each commit: of files between 1,000 and 30,000 characters, three lines or more. */
export function readEdits(repository: string, count: number): FileEdit[] {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', repository, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28, stdio: 'pipe' })
  const edits: FileEdit[] = []
  const commits = git('log', '--no-merges', '--diff-filter=M', '-n', '1000', '--format=@%H', '--numstat').split(/^@/m)
  for (const commit of commits) {
    if (edits.length === count) break
    const [hash = '', ...lines] = commit.trim().split('\n')
    for (const line of lines) {
      const [added, removed, path] = line.split('\t')
      if (!path || !sources.test(path) || Number(added) + Number(removed) < 3) continue
      const [before, after] = [`${hash}^:${path}`, `${hash}:${path}`].map((name) => git('show', name))
      if (!before || !after || ![before, after].every(({ length }) => length >= 1000 && length <= 30_000)) continue
      edits.push({ path, before, after })
      break
    }
  }
  return edits
}
