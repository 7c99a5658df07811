import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { gitIgnoreFile, ignoreRules } from './ignore-rules.ts'
import { temporaryFolder } from './testing/folder.ts'

const folders = ['', 'a/', 'a/b/', 'c [1]/']
const paths = folders.flatMap((folder) => ['x', 'y.log', 'b', '#x'].map((name) => folder + name))
const rule = fc.tuple(
  fc.constantFrom('', '!'),
  fc.constantFrom(
    'x',
    '/x',
    '*.log',
    'a/',
    'b/',
    'b',
    'a/b',
    '/b/',
    '**/x',
    'b/**',
    '\\#x',
    '#x',
    '*',
    '/*',
    'c*',
    'x ',
    'a/*/x',
  ),
)
const rules = fc
  .array(
    rule.map((parts) => parts.join('')),
    { maxLength: 3 },
  )
  .map((lines) => lines.join('\n'))

test('nested files leave out what git leaves out', async () => {
  const files = Object.fromEntries(paths.filter((path) => path !== 'a/b').map((path) => [path, '']))
  const folder = await temporaryFolder(files)
  execFileSync('git', ['init', '--quiet'], { cwd: folder })
  const ask = Object.keys(files)
  await fc.assert(
    fc.asyncProperty(fc.tuple(rules, rules, rules, rules), async (texts) => {
      const ignoreFiles = new Map(folders.map((name, index) => [name + gitIgnoreFile, texts[index] ?? '']))
      for (const [path, text] of ignoreFiles) {
        if (text === '') await rm(join(folder, path), { force: true })
        else await writeFile(join(folder, path), text)
      }
      const listed = execFileSync('git', ['ls-files', '-o', '--exclude-standard', '-z'], {
        cwd: folder,
        encoding: 'utf8',
      })
      const kept = new Set(listed.split('\0'))
      const ignores = ignoreRules((path) => ignoreFiles.get(path) || undefined, [gitIgnoreFile])
      expect(ask.filter((path) => !ignores(path))).toEqual(ask.filter((path) => kept.has(path)))
    }),
    { numRuns: 150 },
  )
})
