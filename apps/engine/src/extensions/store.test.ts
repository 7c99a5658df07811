import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InstalledExtension } from '@caret/protocol'
import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readArchive } from './archive.ts'
import { ExtensionError } from './extension-error.ts'
import { type Extensions, openExtensions } from './store.ts'

let folder: string
let extensions: Extensions

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caret-extensions-'))
  extensions = openExtensions(folder)
})

afterEach(() => {
  extensions[Symbol.dispose]()
  rmSync(folder, { recursive: true, force: true })
})

const theme = { publisher: 'Acme', name: 'theme', version: '1.0.0', engines: { vscode: '^1.80.0' } }

function vsix(manifest: object | string | undefined, files: Record<string, string> = {}): Uint8Array {
  const text = typeof manifest === 'object' ? JSON.stringify(manifest) : manifest
  const all = { ...(text === undefined ? {} : { 'extension/package.json': text }), ...files }
  return zipSync(Object.fromEntries(Object.entries(all).map(([path, contents]) => [path, strToU8(contents)])))
}

test('an extension is unpacked, listed with its texts and its files for people, and removed', async () => {
  const files = {
    '[Content_Types].xml': '<Types/>',
    'extension.vsixmanifest': '<PackageManifest/>',
    'extension/package.nls.json': '{ "title": "Nice" }',
    'extension/README.md': '# Nice',
    'extension/themes/dark.json': '{}',
  }
  const installed = await extensions.install(vsix({ ...theme, displayName: '%title%' }, files))
  expect(installed).toMatchObject({
    id: 'acme.theme',
    version: '1.0.0',
    folder: 'acme.theme-1.0.0',
    manifest: { displayName: '%title%' },
    texts: { title: 'Nice' },
    readme: 'README.md',
  })
  expect(await extensions.list()).toEqual([installed])
  expect(readFileSync(join(folder, 'acme.theme-1.0.0/themes/dark.json'), 'utf8')).toBe('{}')
  expect(readdirSync(join(folder, 'acme.theme-1.0.0')).sort()).toEqual([
    'README.md',
    'package.json',
    'package.nls.json',
    'themes',
  ])

  expect(await extensions.uninstall('ACME.theme')).toBe(true)
  expect(await extensions.uninstall('acme.theme')).toBe(false)
  expect(await extensions.list()).toEqual([])
  expect(readdirSync(folder)).toEqual([])
})

test('another version takes its place, and the same version is replaced', async () => {
  await extensions.install(vsix(theme))
  await extensions.install(vsix({ ...theme, version: '2.0.0' }, { 'extension/a': 'first' }))
  await extensions.install(vsix({ ...theme, version: '2.0.0' }, { 'extension/b': 'second' }))
  expect(readdirSync(folder)).toEqual(['acme.theme-2.0.0'])
  expect(readdirSync(join(folder, 'acme.theme-2.0.0')).sort()).toEqual(['b', 'package.json'])
})

test('what another process did is told', async () => {
  const told: InstalledExtension[][] = []
  const listening = extensions.onChange((list) => told.push(list))
  using other = openExtensions(folder)
  await other.install(vsix(theme))
  await vi.waitFor(() => expect(told.at(-1)?.map(({ id }) => id)).toEqual(['acme.theme']))
  await other.uninstall('acme.theme')
  await vi.waitFor(() => expect(told.at(-1)).toEqual([]))
  listening[Symbol.dispose]()
})

test.each<[string, Uint8Array, RegExp]>([
  ['no archive', strToU8('not a zip at all, but long enough to be one'), /is no \.vsix/],
  ['an empty file', new Uint8Array(), /is no \.vsix/],
  ['no manifest', vsix(undefined, { 'extension/readme.md': '' }), /has no extension\/package\.json/],
  ['a manifest that is no JSON', vsix('{'), /package\.json is no JSON/],
  ['no publisher', vsix({ ...theme, publisher: undefined }), /not valid at publisher/],
  ['a name that is a path', vsix({ ...theme, name: '../up' }), /not valid at name/],
  ['a version that is a path', vsix({ ...theme, version: '1.0.0/../..' }), /not valid at version/],
  ['code for Node only', vsix({ ...theme, main: './main.js' }, { 'extension/main.js': '' }), /acme\.theme needs Node/],
  ['missing code', vsix({ ...theme, browser: './web.js' }), /does not contain it/],
  ['a path upwards', vsix(theme, { 'extension/../../evil': '' }), /names a file outside itself/],
  ['an absolute path', vsix(theme, { 'extension//etc/evil': '' }), /names a file outside itself/],
  ['a path upwards on Windows', vsix(theme, { 'extension/..\\evil': '' }), /names a file outside itself/],
])('%s is refused with the reason, and leaves nothing behind', async (_, bytes, reason) => {
  const error = await extensions.install(bytes).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ExtensionError)
  expect((error as Error).message).toMatch(reason)
  expect(readdirSync(folder)).toEqual([])
})

test('a cut archive is refused', async () => {
  const whole = vsix(theme, { 'extension/text': 'some text that is long enough '.repeat(50) })
  await expect(extensions.install(whole.subarray(0, whole.length - 40))).rejects.toThrow(/damaged/)
})

test('an archive that unpacks to more than it may is refused before it is unpacked', async () => {
  const bomb = vsix(theme, { 'extension/zeros': '0'.repeat(2_000_000) })
  await expect(readArchive(bomb, { archiveBytes: 1e6, unpackedBytes: 1e6, files: 10 })).rejects.toThrow(/too large/)
  await expect(readArchive(bomb, { archiveBytes: 100, unpackedBytes: 1e9, files: 10 })).rejects.toThrow(/too large/)
  await expect(readArchive(bomb, { archiveBytes: 1e6, unpackedBytes: 1e9, files: 1 })).rejects.toThrow(/too large/)
})

test('web code is found with or without its ending', async () => {
  const files = { 'extension/dist/web.js': '' }
  for (const browser of ['./dist/web', 'dist/web.js']) {
    const installed = await extensions.install(vsix({ ...theme, main: './dist/node.js', browser }, files))
    expect(installed.manifest.browser).toBe(browser)
  }
})

test('what is no extension is passed over, and what a killed process left behind is removed', async () => {
  mkdirSync(join(folder, 'stray'))
  mkdirSync(join(folder, '.unpacking-1'))
  mkdirSync(join(folder, '.unpacking-2'))
  utimesSync(join(folder, '.unpacking-1'), 1, 1)
  await extensions.install(vsix(theme))
  expect((await extensions.list()).map(({ id }) => id)).toEqual(['acme.theme'])
  expect(readdirSync(folder).sort()).toEqual(['.unpacking-2', 'acme.theme-1.0.0', 'stray'])
})
