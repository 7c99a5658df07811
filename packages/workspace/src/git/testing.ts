import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { Git } from './git.ts'
import { initGit } from './open.ts'

/** A repository of its own in a temporary folder, for tests; `sh` runs git behind the back of what is tested. */
export interface TestRepository extends AsyncDisposable {
  folder: string
  git: Git
  sh(...args: string[]): Promise<string>
  write(path: string, contents: string | Uint8Array): Promise<void>
  read(path: string): Promise<string>
  bytes(path: string): Promise<Buffer>
  /** The index's bytes for a path, unfiltered. */
  staged(path: string): Promise<Buffer>
  /** Writes, stages and commits. */
  commit(files: Record<string, string | Uint8Array>, message?: string): Promise<void>
}

const run = promisify(execFile)

export async function testFolder(): Promise<{ folder: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'caret-git-test-'))
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

export async function testRepository(): Promise<TestRepository> {
  const place = await testFolder()
  const { folder } = place
  const git = await initGit(folder)
  const raw = async (...args: string[]) =>
    (await run('git', args, { cwd: folder, encoding: 'buffer', maxBuffer: 1 << 28 })).stdout
  const write = async (path: string, contents: string | Uint8Array) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), contents)
  }
  await raw('config', 'user.name', 'Ada')
  await raw('config', 'user.email', 'ada@example.com')
  await raw('config', 'commit.gpgsign', 'false')
  await raw('config', 'core.autocrlf', 'false')
  return {
    folder,
    git,
    sh: async (...args) => (await raw(...args)).toString('utf8'),
    write,
    read: (path) => readFile(join(folder, path), 'utf8'),
    bytes: (path) => readFile(join(folder, path)),
    staged: (path) => raw('cat-file', 'blob', `:${path}`),
    commit: async (files, message = 'A commit') => {
      for (const [path, contents] of Object.entries(files)) await write(path, contents)
      await raw('add', '--all')
      await raw('commit', '--quiet', '--allow-empty', '--message', message)
    },
    [Symbol.asyncDispose]: async () => {
      await git[Symbol.asyncDispose]()
      await place[Symbol.asyncDispose]()
    },
  }
}
