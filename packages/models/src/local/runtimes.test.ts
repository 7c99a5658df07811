import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { packTar } from 'modern-tar'
import { expect, test, vi } from 'vitest'
import { Downloads } from './downloads.ts'
import { findBuildsIn } from './host/builds.ts'
import { type RuntimeBuild, runtimeBuilds, runtimeGoods, runtimeVersion } from './runtimes.ts'
import { give, startFileServer } from '../testing/file-server.ts'

test('builds are of the version that is installed', () => {
  const { dependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    dependencies: Record<string, string>
  }
  expect(dependencies['node-llama-cpp']).toBe(runtimeVersion)
})

test('of builds all is known that it takes', () => {
  for (const { packages } of runtimeBuilds) {
    for (const { name, bytes, integrity } of packages) {
      expect(name).toMatch(/^@node-llama-cpp\/[\w-]+$/)
      expect(bytes).toBeGreaterThan(10 ** 7)
      expect(Buffer.from(integrity.slice(7), 'base64')).toHaveLength(64)
    }
  }
})

test('a build in the folder is found by whoever imports it, and others as before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'caret-builds-'))
  const home = join(folder, 'node_modules/@node-llama-cpp/some-build')
  mkdirSync(home, { recursive: true })
  writeFileSync(
    join(home, 'package.json'),
    '{ "name": "@node-llama-cpp/some-build", "type": "module", "exports": "./x.js" }',
  )
  writeFileSync(join(home, 'x.js'), 'export const here = import.meta.url')
  const [url, data] = findBuildsIn(folder)
  const script = `
    import { register } from 'node:module'
    register(${JSON.stringify(url)}, { data: ${JSON.stringify(data)} })
    const { here } = await import('@node-llama-cpp/some-build')
    const other = await import('@node-llama-cpp/no-build').catch(({ code }) => code)
    console.log(JSON.stringify([here, other]))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
  expect(JSON.parse(stdout)).toEqual([expect.stringContaining(join(home, 'x.js')), 'ERR_MODULE_NOT_FOUND'])
  rmSync(folder, { recursive: true })
})

test('a build comes as packages of npm, is unpacked, and removed again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'caret-builds-'))
  await using server = await startFileServer()
  const archive = async (name: string, version = runtimeVersion) =>
    gzipSync(
      await packTar(
        [
          ['package/package.json', JSON.stringify({ name, version })],
          ['package/bins/one.so', name.repeat(10_000)],
        ].map(([path, body]) => ({ header: { name: path!, size: body!.length }, body: body! })),
      ),
    )
  const names = ['@node-llama-cpp/some', '@node-llama-cpp/some-ext'] as const
  const archives = [await archive(names[0]), await archive(names[1])]
  const build: RuntimeBuild = {
    ...{ gpu: 'vulkan', label: 'Some', platform: 'linux-x64' },
    packages: names.map((name, index) => ({
      ...{ name, bytes: archives[index]!.length },
      integrity: `sha512-${createHash('sha512').update(archives[index]!).digest('base64')}`,
    })),
  }
  server.answers = archives.map((bytes) => give(bytes))
  const goods = runtimeGoods(build, folder, `${server.origin}/`)
  expect(goods.files.map(({ url }) => url)).toEqual([
    `${server.origin}/@node-llama-cpp/some/-/some-${runtimeVersion}.tgz`,
    `${server.origin}/@node-llama-cpp/some-ext/-/some-ext-${runtimeVersion}.tgz`,
  ])
  await using downloads = new Downloads(() => {})
  await downloads.start(goods, 'MIT')
  await vi.waitFor(async () => expect(await downloads.state(goods)).toMatchObject({ state: 'there' }))
  const file = join(folder, 'node_modules/@node-llama-cpp/some-ext/bins/one.so')
  expect(readFileSync(file, 'utf8')).toBe(names[1].repeat(10_000))
  expect(existsSync(goods.files[0]!.path)).toBe(false)
  // One of another version is of no use.
  writeFileSync(join(folder, 'node_modules/@node-llama-cpp/some/package.json'), '{ "version": "0.0.1" }')
  expect(await goods.size()).toBeUndefined()
  await downloads.remove(goods, AbortSignal.timeout(5000))
  expect(existsSync(file)).toBe(false)
  rmSync(folder, { recursive: true })
})
