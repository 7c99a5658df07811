import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { bundle } from './lib/bundle.mjs'
import { precompress } from './lib/compress.mjs'
import { closingLine, countVitest, sum } from './lib/counts.mjs'
import { isInstalled } from './lib/install.mjs'
import { root } from './lib/root.mjs'
import { roomsBelow, sourcesHash } from './lib/sources.mjs'

const folders = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function makeFolder(files = {}, parent = tmpdir()) {
  mkdirSync(parent, { recursive: true })
  const folder = mkdtempSync(join(parent, 'caret-scripts-'))
  folders.push(folder)
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), typeof contents === 'string' ? contents : JSON.stringify(contents))
  }
  return folder
}

test('the closing line counts what passed, failed and was skipped', () => {
  expect(closingLine({ passed: 3 })).toBe('3 passed, 0 failed')
  expect(closingLine(sum([{ passed: 1, skipped: 2 }, { failed: 1 }]))).toBe('1 passed, 1 failed, 2 skipped')
})

test('files that do not load and errors beside the tests count as failures', () => {
  const folder = makeFolder()
  const count = (report, code) => {
    writeFileSync(`${folder}/report.json`, JSON.stringify(report))
    return countVitest(`${folder}/report.json`, code)
  }
  const report = { numPassedTests: 2, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] }
  expect(count(report, 0)).toEqual({ passed: 2, failed: 0, skipped: 1 })
  expect(count(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 1 })
  const unloaded = { ...report, testResults: [{ status: 'failed', assertionResults: [] }] }
  expect(count(unloaded, 1)).toEqual({ passed: 2, failed: 1, skipped: 1 })
  expect(countVitest(`${folder}/none.json`, 1)).toEqual({ failed: 1 })
})

test('an install counts when what is there is what the lock file asks for', () => {
  const lock = {
    packages: {
      '': {},
      'packages/text': { version: '0.1.0' },
      'node_modules/@caret/text': { link: true },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/for-windows': { version: '1.0.0', optional: true },
    },
  }
  const present = { packages: { 'node_modules/@caret/text': { link: true }, 'node_modules/a': { version: '1.0.0' } } }
  const check = (account, needs) =>
    isInstalled(
      makeFolder({ 'package-lock.json': lock, ...(account && { 'node_modules/.package-lock.json': account }) }),
      needs,
    )
  expect(check(undefined)).toBe(false)
  expect(check(present)).toBe(true)
  expect(check({ packages: { ...present.packages, 'node_modules/a': { version: '0.9.0' } } })).toBe(false)
  expect(check({ packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(false)
  // What only checks need is not waited for by who runs Caret.
  lock.packages['node_modules/linter'] = { version: '1.0.0', dev: true }
  expect(check(present)).toBe(false)
  expect(check(present, { checks: false })).toBe(true)
})

test('a lock lets one process work at a time, and survives a killed holder', async () => {
  const folder = makeFolder()
  const script = `
    import { appendFileSync } from 'node:fs'
    import { setTimeout as sleep } from 'node:timers/promises'
    const { withLock } = await import(${JSON.stringify(pathToFileURL(`${root}/scripts/lib/lock.mjs`).href)})
    await withLock('work', async () => {
      appendFileSync('log', 'in ')
      await sleep(150)
      appendFileSync('log', 'out ')
    }, ${JSON.stringify(folder)})`
  const dead = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(`${folder}/work.lock`, String(dead.pid))
  const ended = Array.from({ length: 3 }, () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { cwd: folder, stdio: 'ignore' })
    return new Promise((resolve) => child.on('exit', resolve))
  })
  expect(await Promise.all(ended)).toEqual([0, 0, 0])
  expect(readFileSync(`${folder}/log`, 'utf8')).toBe('in out in out in out ')
  expect(existsSync(`${folder}/work.lock`)).toBe(false)
})

test('a build depends on the sources of its room and of the rooms below', () => {
  expect([...roomsBelow('apps/editor')]).toContain('packages/protocol')
  expect([...roomsBelow('apps/editor')]).not.toContain('apps/engine')
  expect([...roomsBelow('apps/cli')]).toContain('packages/workspace')
  expect(sourcesHash('apps/cli')).toBe(sourcesHash('apps/cli'))
  expect(sourcesHash('apps/cli')).not.toBe(sourcesHash('apps/editor'))
})

test('text gets a compressed twin, and nothing else does', async () => {
  const text = 'export const a = 1\n'.repeat(500)
  const folder = makeFolder({ 'a.js': text, 'b.js.map': text, 'c.png': text, 'deep/d.css': text, 'short.js': 'x' })
  await precompress(folder)
  expect(brotliDecompressSync(readFileSync(`${folder}/a.js.br`)).toString()).toBe(text)
  expect(existsSync(`${folder}/deep/d.css.br`)).toBe(true)
  for (const name of ['b.js.map', 'c.png', 'short.js']) expect(existsSync(`${folder}/${name}.br`)).toBe(false)
})

test('a bundle holds the sources, their workers and processes, and leaves packages outside', async () => {
  // Inside the repository, where the bundle finds the packages of its node_modules.
  const folder = makeFolder(
    {
      'package.json': { type: 'module', imports: { '#door': { browser: 'nowhere', default: 'commander' } } },
      'main.ts': `
        import { fork } from 'node:child_process'
        import { Worker } from 'node:worker_threads'
        import { Command } from '#door'
        import { greet } from './greet.ts'
        const worker = new Worker(new URL('./work.ts', import.meta.url))
        worker.on('message', (text: string) => {
          console.log(text, new Command('c').name())
          fork(new URL('./child.ts', import.meta.url), ['child'])
        })`,
      'child.ts': "import { greet } from './greet.ts'\nconsole.log(greet(process.argv[2]!))",
      'work.ts': `
        import { parentPort } from 'node:worker_threads'
        import { greet } from './greet.ts'
        parentPort?.postMessage(greet('worker'))`,
      'greet.ts': 'export const greet = (name: string): string => `hello ${name}`',
    },
    `${root}/.cache`,
  )
  await bundle({ main: `${folder}/main.ts` }, `${folder}/dist`)
  expect(readFileSync(`${folder}/dist/main.js`, 'utf8')).toMatch(/from ["']commander["']/)
  const { stdout, stderr } = spawnSync(process.execPath, [`${folder}/dist/main.js`], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout).toBe('hello worker c\nhello child\n')
})

test('a bundle finds the grammars, in a thread too', async () => {
  const folder = makeFolder(
    {
      'package.json': { type: 'module' },
      'main.ts': `
        import { Worker } from 'node:worker_threads'
        import { outline } from '@caret/syntax'
        console.log((await outline('a.py', 'def f(): pass'))![0]!.name)
        new Worker(new URL('./work.ts', import.meta.url))`,
      'work.ts': `
        import { outline } from '@caret/syntax'
        console.log((await outline('a.go', 'package a; func g() {}'))![0]!.name)`,
    },
    `${root}/.cache`,
  )
  await bundle({ main: `${folder}/main.ts` }, `${folder}/dist`)
  const { stdout, stderr } = spawnSync(process.execPath, [`${folder}/dist/main.js`], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(stdout).toBe('f\ng\n')
})

test('an import that leads nowhere does not build', async () => {
  const folder = makeFolder({ 'main.ts': "import 'no-such-package'" })
  await expect(bundle({ main: `${folder}/main.ts` }, `${folder}/dist`)).rejects.toThrow('no-such-package')
})
