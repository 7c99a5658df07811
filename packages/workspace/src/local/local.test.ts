import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing/folder.ts'
import { testWorkspace } from '../testing/suite.ts'
import { openWorkspace } from './local.ts'

testWorkspace('a folder on disk', async (files) => openWorkspace(await temporaryFolder(files)), { runs: true })

testWorkspace('a repository', async (files) => {
  const folder = await temporaryFolder(files)
  execFileSync('git', ['init', '--quiet'], { cwd: folder })
  return openWorkspace(folder)
})

testWorkspace('a folder within a repository', async (files) => {
  const inner = Object.entries(files).map(([path, text]) => [`in ner/${path}`, text])
  const folder = await temporaryFolder(Object.fromEntries(inner))
  await mkdir(join(folder, 'in ner'), { recursive: true })
  execFileSync('git', ['init', '--quiet'], { cwd: folder })
  return openWorkspace(join(folder, 'in ner'))
})

test('says why a folder cannot be opened', async () => {
  const folder = await temporaryFolder({ file: '' })
  await expect(openWorkspace(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'FileNotFound' })
  await expect(openWorkspace(join(folder, 'file'))).rejects.toThrow(/Open the folder that holds it/)
})

test('finds the repository, also one that is made later', async () => {
  const folder = await temporaryFolder()
  await using workspace = await openWorkspace(folder)
  expect(await workspace.git()).toBeUndefined()
  execFileSync('git', ['init', '--quiet'], { cwd: folder })
  const git = await workspace.git()
  expect(git?.root).toBe(folder)
  expect(await workspace.git()).toBe(git)
})

test('answers of ignored paths are those of git itself', async () => {
  const folder = await temporaryFolder({
    '.gitignore': '*.log\nbuild/\n',
    'tracked.log': '',
    'build/kept/a': '',
    'sub/.gitignore': 'own\n',
    'sub/own': '',
    'sub/a.log': '',
  })
  const git = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, stdio: 'ignore' })
  git(folder, 'init')
  git(folder, 'add', '--force', 'tracked.log', 'build/kept/a')
  git(join(folder, 'sub'), 'init')
  await writeFile(join(folder, '.git/info/exclude'), 'excluded\n')
  await using workspace = await openWorkspace(folder)
  const paths = ['tracked.log', 'other.log', 'build/kept/a', 'build/other', 'excluded', 'sub/own', 'sub/a.log', 'sub/x']
  const answers = await Promise.all(paths.map((path) => workspace.ignores(path)))
  expect(paths.filter((_, index) => answers[index])).toEqual(['other.log', 'build/other', 'excluded', 'sub/own'])
})
