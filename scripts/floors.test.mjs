import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { afterEach, expect, test } from 'vitest'
import config from '../.dependency-cruiser.mjs'
import { floorRules } from './lib/floors.mjs'

const folders = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** The names of the rules that a small house breaks. Each room's `package.json` declares what `dependencies` says. */
async function broken(files, dependencies = {}) {
  const folder = mkdtempSync(`${tmpdir()}/caret-floors-`)
  folders.push(folder)
  const write = (path, text) => {
    mkdirSync(dirname(`${folder}/${path}`), { recursive: true })
    writeFileSync(`${folder}/${path}`, text)
  }
  const rooms = new Set(Object.keys(files).flatMap((path) => path.match(/^(?:apps|packages)\/[^/]+/)?.[0] ?? []))
  mkdirSync(`${folder}/node_modules/@caret`, { recursive: true })
  for (const part of ['apps', 'packages']) mkdirSync(`${folder}/${part}`)
  for (const path of rooms) {
    const name = path.split('/')[1]
    const manifest = { name: `@caret/${name}`, type: 'module', exports: './src/index.ts', ...dependencies[name] }
    write(`${path}/package.json`, JSON.stringify(manifest))
    write(`${path}/src/index.ts`, '')
    symlinkSync(`../../${path}`, `${folder}/node_modules/@caret/${name}`)
  }
  for (const name of ['used', 'unused']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
    write(`node_modules/${name}/index.js`, '')
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  const ruleSet = { forbidden: floorRules(folder) }
  const { output } = await cruise(['apps', 'packages'], { ...config.options, baseDir: folder, validate: true, ruleSet })
  const names = output.summary.violations.map((violation) => violation.rule.name)
  return [...new Set(names)].sort()
}

const needs = (...names) => ({ dependencies: Object.fromEntries(names.map((name) => [name, '*'])) })

test('a house in order breaks nothing', async () => {
  const files = {
    'apps/engine/src/index.ts': "import { a } from '@caret/chat'\nimport used from 'used'\nexport const b = [a, used]",
    'packages/chat/src/index.ts': "import { c } from '@caret/agent'\nexport const a = c",
    'packages/agent/src/index.ts': "import { d } from '@caret/text'\nexport const c = d",
    'packages/text/src/index.ts': "export { d } from './d.ts'",
    'packages/text/src/d.ts': 'export const d = 1',
    'packages/text/src/d.test.ts': "import dev from 'unused'\nimport { d } from './d.ts'\nvoid [d, dev]",
  }
  const declared = { engine: needs('@caret/chat', 'used'), chat: needs('@caret/agent'), agent: needs('@caret/text') }
  expect(await broken(files, declared)).toEqual([])
})

test.each([
  ['a lower floor to a higher one', 'packages/text', 'packages/workspace'],
  ['a package to an app', 'packages/chat', 'apps/engine'],
  ['a room to its left', 'packages/workspace', 'packages/languages'],
])('%s is an import upwards', async (_, from, to) => {
  const [low, high] = [from, to].map((path) => path.split('/')[1])
  const files = { [`${from}/src/a.ts`]: `import '@caret/${high}'`, [`${to}/src/index.ts`]: '' }
  expect(await broken(files, { [low]: needs(`@caret/${high}`) })).toContain('no-import-upwards')
})

test('types count as imports', async () => {
  const files = { 'packages/text/src/a.ts': "import type { A } from '@caret/protocol'\nexport type B = A" }
  files['packages/protocol/src/index.ts'] = 'export type A = 1'
  expect(await broken(files, { text: needs('@caret/protocol') })).toEqual(['no-import-upwards'])
})

test('the editor knows no room of the engine, and the engine no other app', async () => {
  const files = { 'apps/editor/src/a.ts': "import '@caret/workspace'", 'packages/workspace/src/index.ts': '' }
  expect(await broken(files, { editor: needs('@caret/workspace') })).toEqual(['editor-apart'])
  const other = { 'apps/engine/src/a.ts': "import '@caret/team'", 'apps/team/src/index.ts': '' }
  expect(await broken(other, { engine: needs('@caret/team') })).toEqual(['engine-apart'])
  const reverse = { 'apps/editor/src/a.ts': "import '@caret/engine'", 'apps/engine/src/index.ts': '' }
  expect(await broken(reverse, { editor: needs('@caret/engine') })).toEqual(['editor-apart'])
})

test('what runs in the browser does not import Node', async () => {
  expect(await broken({ 'packages/text/src/a.ts': "import 'node:fs'" })).toEqual(['no-node-in-browser'])
})

test('rooms are imported by name, through their door', async () => {
  const declared = { workspace: needs('@caret/text') }
  const relative = {
    'packages/workspace/src/a.ts': "import '../../text/src/index.ts'",
    'packages/text/src/index.ts': '',
  }
  expect(await broken(relative, declared)).toEqual(['by-package-name'])
  const inside = { 'packages/workspace/src/a.ts': "import '@caret/text/src/b.ts'", 'packages/text/src/b.ts': '' }
  expect(await broken(inside, declared)).toEqual(['resolves'])
})

test('a room must be declared, and have a place', async () => {
  const files = { 'packages/workspace/src/a.ts': "import '@caret/text'", 'packages/text/src/index.ts': '' }
  expect(await broken(files)).toEqual(['declared-room'])
  expect(await broken({ 'packages/attic/src/a.ts': "import './index.ts'" })).toEqual(['known-room'])
})

test('circles are found, also within a room and by types alone', async () => {
  const circle = {
    'packages/text/src/a.ts': "import type { B } from './b.ts'\nexport type A = B",
    'packages/text/src/b.ts': "import type { A } from './a.ts'\nexport type B = A",
  }
  expect(await broken(circle)).toEqual(['no-circle'])
})

test('an undeclared package and a development package in a source are found', async () => {
  const files = { 'packages/text/src/a.ts': "import 'unused'" }
  expect(await broken(files)).toEqual(['declared'])
  expect(await broken(files, { text: { devDependencies: { unused: '1.0.0' } } })).toEqual(['no-dev-dependency'])
})

test('a source does not stand on benchmarks or scripts', async () => {
  const files = { 'packages/text/src/a.ts': "import '../../../bench/b.ts'", 'bench/b.ts': '' }
  expect(await broken(files)).toContain('nothing-stands-on-benches')
})
