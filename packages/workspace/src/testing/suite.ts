import { describe, expect, test } from 'vitest'
import type { Change } from '../workspace.ts'
import { testFiles, testMoving, testPaths } from './files.ts'
import { expectError, type Open } from './helpers.ts'
import { testListing, testSearch } from './search.ts'

export { allFiles, allHits } from './helpers.ts'

/** What the suite cannot ask of every kind of workspace. */
export interface SuiteOptions {
  /** Whether `run` runs real programs. */
  runs?: boolean
}

/**
 * What every kind of workspace must do.
 * @param kind how the tests' report calls it.
 * @param open a new workspace with these files in it. The suite disposes it; what lies beneath is removed by `open`'s own
 *   `onTestFinished`.
 */
export function testWorkspace(kind: string, open: Open, { runs = false }: SuiteOptions = {}): void {
  describe(`A workspace, namely ${kind}`, () => {
    testFiles(open)
    testMoving(open)
    testPaths(open)
    testListing(open)
    testSearch(open)
    testWatching(open)
    testBuffers(open)
    if (runs) testRunning(open)
  })
}

function testWatching(open: Open): void {
  test('tells of changes until disposed', async () => {
    await using workspace = await open({ 'a.txt': '1', 'old/b.txt': '1' })
    const changes: Change[] = []
    const watching = await workspace.watch((batch) => void changes.push(...batch))
    await workspace.write('a.txt', '2')
    await workspace.write('new/c.txt', '1')
    await workspace.delete('old', { recursive: true })
    await workspace.write('.git/index', '1')
    await expect
      .poll(() => changes, { timeout: 10_000 })
      .toEqual(
        expect.arrayContaining([
          { path: 'a.txt', kind: 'changed' },
          { path: 'new', kind: 'created' },
          { path: 'new/c.txt', kind: 'created' },
          { path: 'old', kind: 'deleted' },
        ]),
      )
    expect(changes.filter(({ path }) => path.includes('.git') || path.includes('.tmp'))).toEqual([])
    await watching[Symbol.asyncDispose]()
    changes.length = 0
    await workspace.write('a.txt', '3')
    const later: Change[] = []
    await using _ = await workspace.watch((batch) => void later.push(...batch))
    await workspace.write('a.txt', '4')
    await expect.poll(() => later, { timeout: 10_000 }).toContainEqual({ path: 'a.txt', kind: 'changed' })
    expect(changes).toEqual([])
  })
}

function testBuffers(open: Open): void {
  test('lays unsaved text over the files', async () => {
    await using workspace = await open({ a: 'saved' })
    const told: string[] = []
    const listening = workspace.buffers.onChange((path) => void told.push(path))
    workspace.buffers.set('./a', 'unsaved')
    workspace.buffers.set('new', 'not on disk')
    expect(await workspace.readText('a')).toBe('unsaved')
    expect(await workspace.readText('new')).toBe('not on disk')
    expect(Buffer.from(await workspace.read('a')).toString()).toBe('saved')
    await expectError(workspace.read('new'), 'FileNotFound')
    expect(workspace.buffers.paths()).toEqual(['a', 'new'])
    workspace.buffers.delete('a')
    workspace.buffers.delete('a')
    expect(await workspace.readText('a')).toBe('saved')
    listening[Symbol.dispose]()
    workspace.buffers.delete('new')
    expect(told).toEqual(['a', 'new', 'a'])
  })
}

function testRunning(open: Open): void {
  test('runs programs in the folder', async () => {
    await using workspace = await open({ 'sub/a': '' })
    const script =
      'process.stdin.pipe(process.stdout); console.error(process.cwd(), process.env.EXTRA); process.exitCode = 3'
    const seen: string[] = []
    const result = await workspace.run(process.execPath, ['-e', script], {
      cwd: 'sub',
      env: { EXTRA: 'é' },
      input: 'in',
      onOutput: (chunk, stream) => void seen.push(`${stream} ${Buffer.from(chunk).toString()}`),
    })
    expect(result).toMatchObject({ code: 3, stdout: 'in', truncated: false, timedOut: false })
    expect(result.stderr).toMatch(/sub é\n$/)
    expect(seen).toContain('stdout in')
    await expectError(workspace.run(process.execPath, [], { cwd: '..' }), 'OutsideWorkspace')
    await expectError(workspace.run('no-such-program-anywhere', []), 'FileNotFound')
  })
}
