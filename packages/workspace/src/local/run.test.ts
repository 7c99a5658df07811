import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing/folder.ts'
import { openWorkspace } from './local.ts'

/** Whether a process still does something: one that has ended and that nobody has asked about does not. */
const isAlive = (pid: number) => {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.trim() !== '' && !stdout.startsWith('Z')
}

/** A shell that starts another program, tells its id, and waits for it. */
const family = 'trap "" TERM; sleep 600 & echo $!; wait; wait'

test('ends the whole process group when aborted', async () => {
  await using workspace = await openWorkspace(await temporaryFolder())
  const abort = new AbortController()
  let child = 0
  const onOutput = (chunk: Uint8Array) => {
    child = Number(Buffer.from(chunk).toString())
    abort.abort(new Error('enough'))
  }
  await expect(workspace.run('sh', ['-c', family], { onOutput }, abort.signal)).rejects.toThrow('enough')
  expect(child).toBeGreaterThan(0)
  await expect.poll(() => isAlive(child)).toBe(false)
  await expect(workspace.run('sh', [], {}, AbortSignal.abort(new Error('never begun')))).rejects.toThrow('never begun')
})

test('ends the whole process group when its time is up', async () => {
  await using workspace = await openWorkspace(await temporaryFolder())
  const result = await workspace.run('sh', ['-c', 'sleep 600 & echo $!; wait'], { timeoutMs: 300 })
  expect(result).toMatchObject({ code: null, timedOut: true })
  await expect.poll(() => isAlive(Number(result.stdout))).toBe(false)
})

test('ends what a program leaves behind', async () => {
  await using workspace = await openWorkspace(await temporaryFolder())
  const { stdout, code } = await workspace.run('sh', ['-c', 'sleep 600 & echo $!'])
  expect(code).toBe(0)
  await expect.poll(() => isAlive(Number(stdout))).toBe(false)
})

test('keeps no more output than asked for, and loses none below that', async () => {
  await using workspace = await openWorkspace(await temporaryFolder())
  const script = 'head -c 3000000 /dev/zero | tr "\\0" x; echo error >&2'
  let seen = 0
  const onOutput = (chunk: Uint8Array, stream: string) => void (seen += stream === 'stdout' ? chunk.byteLength : 0)
  const capped = await workspace.run('sh', ['-c', script], { maxOutput: 1000, onOutput })
  expect(capped).toMatchObject({ stdout: 'x'.repeat(1000), stderr: 'error\n', truncated: true })
  expect(seen).toBe(3_000_000)
  const whole = await workspace.run('sh', ['-c', script])
  expect(whole.truncated).toBe(false)
  expect(whole.stdout.length).toBe(3_000_000)
})

test('says what is wrong with the program or its folder', async () => {
  await using workspace = await openWorkspace(await temporaryFolder({ file: '' }))
  await expect(workspace.run('ls', [], { cwd: 'nothing' })).rejects.toMatchObject({ code: 'FileNotFound' })
  await expect(workspace.run('ls', [], { cwd: 'file' })).rejects.toMatchObject({ code: 'NotADirectory' })
  await expect(workspace.run('no-such-program', [])).rejects.toThrow(/was not found/)
  await expect(workspace.run('./file', [])).rejects.toMatchObject({ code: 'NoPermissions' })
})
