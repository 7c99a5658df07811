import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** A git repository in a temporary folder. */
export interface TestRepository extends AsyncDisposable {
  folder: string
  git(...args: string[]): Promise<string>
  write(files: Record<string, string | Uint8Array>): Promise<void>
  /** Writes these files and commits everything. */
  commit(files?: Record<string, string | Uint8Array>, message?: string): Promise<void>
}

const run = promisify(execFile)

export async function testRepository(): Promise<TestRepository> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'caret-review-')))
  const settings = ['user.name=Ada', 'user.email=ada@example.com', 'core.autocrlf=false', 'commit.gpgsign=false']
  const options = [...settings, 'protocol.file.allow=always'].flatMap((each) => ['-c', each])
  const git = async (...args: string[]) => (await run('git', [...options, ...args], { cwd: folder })).stdout
  await git('init', '--quiet', '--initial-branch=main')
  const write: TestRepository['write'] = async (files) => {
    for (const [path, contents] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), contents)
    }
  }
  return {
    folder,
    git,
    write,
    commit: async (files = {}, message = 'A commit') => {
      await write(files)
      await git('add', '--all')
      await git('commit', '--quiet', '--allow-empty', '--message', message)
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
