import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** A git repository in a temporary folder. */
export interface TestRepository extends AsyncDisposable {
  folder: string
  /** Writes these files and commits everything. */
  commit(files: Record<string, string>, message?: string): Promise<void>
  remove(...paths: string[]): Promise<void>
}

const run = promisify(execFile)

export async function testRepository(): Promise<TestRepository> {
  const folder = await mkdtemp(join(tmpdir(), 'caret-lab-'))
  const settings = ['user.name=Ada', 'user.email=ada@example.com', 'core.autocrlf=false', 'commit.gpgsign=false']
  const git = (...args: string[]) => run('git', [...settings.flatMap((each) => ['-c', each]), ...args], { cwd: folder })
  await git('init', '--quiet')
  return {
    folder,
    commit: async (files, message = 'A commit') => {
      for (const [path, text] of Object.entries(files)) {
        await mkdir(dirname(join(folder, path)), { recursive: true })
        await writeFile(join(folder, path), text)
      }
      await git('add', '--all')
      await git('commit', '--quiet', '--allow-empty', '--message', message)
    },
    remove: async (...paths) => {
      for (const path of paths) await rm(join(folder, path))
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}
