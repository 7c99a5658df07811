import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing/folder.ts'
import { allFiles, allHits } from '../testing/suite.ts'
import { openWorkspace } from './local.ts'

const git = (cwd: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd, stdio: 'ignore' })

test('lists 20,000 files, in batches, and stops when asked', async () => {
  const folder = await temporaryFolder({ '.gitignore': 'f1*\n' })
  for (let outer = 0; outer < 200; outer++) {
    mkdirSync(join(folder, `d${outer}`))
    for (let inner = 0; inner < 100; inner++) writeFileSync(join(folder, `d${outer}/f${inner}`), '')
  }
  git(folder, 'init')
  await using workspace = await openWorkspace(folder)
  // 11 of 100 names begin with f1.
  expect(await allFiles(workspace)).toHaveLength(200 * 89 + 1)

  let batches = 0
  for await (const batch of workspace.files()) {
    expect(batch.length).toBeLessThan(20_000)
    if (++batches === 2) break
  }
  expect(batches).toBe(2)

  const abort = new AbortController()
  const iterate = async () => {
    for await (const _ of workspace.files({}, abort.signal)) abort.abort(new Error('enough'))
  }
  await expect(iterate()).rejects.toThrow('enough')
})

test('knows what git tracks, what is deleted, nested repositories and submodules', async () => {
  const outer = await temporaryFolder({
    'library/lib.ts': 'word',
    'main/.gitignore': '*.log\nbuild/\n',
    'main/tracked.log': 'word',
    'main/untracked.log': 'word',
    'main/build/tracked.js': 'word',
    'main/build/other.js': 'word',
    'main/gone.ts': 'word',
    'main/gone.log': 'word',
    'main/nested/.gitignore': 'own\n',
    'main/nested/own': 'word',
    'main/nested/a.ts': 'word',
    'main/.ignore': 'a.ts\n',
    'main/é ü.ts': 'word',
  })
  const [library, main] = [join(outer, 'library'), join(outer, 'main')]
  git(library, 'init')
  git(library, 'add', '.')
  git(library, 'commit', '-m', 'first')
  git(main, 'init')
  git(main, 'add', '--force', 'tracked.log', 'build/tracked.js', 'gone.ts', 'gone.log')
  git(join(main, 'nested'), 'init')
  git(main, '-c', 'protocol.file.allow=always', 'submodule', 'add', library, 'module')
  for (const path of ['gone.ts', 'gone.log']) rmSync(join(main, path))
  symlinkSync('tracked.log', join(main, 'link'))
  await using workspace = await openWorkspace(main)
  const expected = [
    '.gitignore',
    '.gitmodules',
    '.ignore',
    'build/tracked.js',
    'module/lib.ts',
    'nested/.gitignore',
    'nested/a.ts',
    'tracked.log',
    'é ü.ts',
  ]
  expect(await allFiles(workspace)).toEqual(expected)
  const searched = (await allHits(workspace, { pattern: 'word' })).map(({ path }) => path)
  expect(searched).toEqual(expected.filter((path) => !/^\.|\/\./.test(path)))
  expect(await allFiles(workspace, { includes: ['*.log'] })).toEqual(['tracked.log'])
  expect(await workspace.ignores('module/lib.ts')).toBe(false)
  expect(await workspace.ignores('nested/own')).toBe(true)
})

test('rules above a folder without a repository are not its own', async () => {
  const folder = await temporaryFolder({
    '.gitignore': '*\n',
    'work/a.ts': '',
    'work/.gitignore': 'b.ts\n',
    'work/b.ts': '',
  })
  await using workspace = await openWorkspace(join(folder, 'work'))
  expect(await allFiles(workspace)).toEqual(['.gitignore', 'a.ts'])
})
