import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Folder } from './harness.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const caret = join(root, 'apps/cli/bin/caret.mjs')

let folder: Folder
let data: Folder
const commands: Command[] = []

beforeEach(() => {
  folder = new Folder({ 'src/a b.ts': 'export const a = 1\n' })
  data = new Folder({})
})

afterEach(async () => {
  for (const command of commands.splice(0)) await command.end('SIGKILL')
  folder[Symbol.dispose]()
  data[Symbol.dispose]()
})

/** A process, with what it says. */
class Command {
  stdout = ''
  stderr = ''
  readonly exited: Promise<number | null>

  constructor(readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.stdout += chunk.toString()))
    child.stderr?.on('data', (chunk: Buffer) => (this.stderr += chunk.toString()))
    this.exited = new Promise((resolve) => child.on('close', resolve))
    commands.push(this)
  }

  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode === null) this.child.kill(signal)
    return this.exited
  }

  /** The address that it prints once it serves. */
  async address(): Promise<URL> {
    const serves = /http:\/\/127\.0\.0\.1:\d+\/\S*/
    await vi.waitUntil(() => serves.test(this.stdout) || this.child.exitCode !== null, { timeout: 60_000 })
    const found = serves.exec(this.stdout)
    if (!found) throw new Error(`No address: ${this.stdout}${this.stderr}`)
    return new URL(found[0])
  }
}

function start(args: string[], env: Record<string, string> = {}): Command {
  return new Command(
    spawn(process.execPath, [caret, ...args], {
      cwd: folder.path,
      env: { ...process.env, CARET_HOME: data.path, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
}

test('--version is that of the repository, --help lists the commands', async () => {
  const version = start(['--version'])
  expect(await version.exited).toBe(0)
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  expect(version.stdout).toBe(`${manifest.version}\n`)

  const help = start(['--help'])
  expect(await help.exited).toBe(0)
  for (const word of ['[folder]', '--port', '--no-open', '--app', 'doctor', 'bench'])
    expect(help.stdout).toContain(word)
})

test('a folder is served until Ctrl+C, which ends it with one line', async () => {
  const command = start(['--no-open'])
  const address = await command.address()
  const answer = await fetch(address, { redirect: 'manual' })
  expect(answer.status).toBe(302)
  expect(answer.headers.get('set-cookie')).toContain('HttpOnly')

  expect(await command.end('SIGINT')).toBe(0)
  expect(command.stdout.trimEnd().split('\n').slice(1)).toEqual(['Caret has stopped.'])
  expect(command.stderr).toBe('')
  await expect(fetch(address)).rejects.toThrow()
})

test('a file opens its folder and is named in the address', async () => {
  const command = start([join('src', 'a b.ts'), '--no-open'])
  const address = await command.address()
  expect(address.searchParams.get('file')).toBe('a b.ts')
  expect((await fetch(address, { redirect: 'manual' })).headers.get('location')).toBe('/?file=a+b.ts')
})

test('a folder that is served already is only shown', async () => {
  const log = join(data.path, 'shown')
  data.write('browser', `#!/bin/sh\necho "$@" > '${log}.new' && mv '${log}.new' '${log}'\n`)
  chmodSync(data.at('browser'), 0o755)
  const first = start(['--no-open'])
  const address = await first.address()

  const second = start(['.', '--app'], { CARET_CHROMIUM: data.at('browser') })
  expect(await second.exited).toBe(0)
  expect(second.stdout).toBe(`Caret already serves this folder at ${address.href}\n`)
  await vi.waitUntil(() => existsSync(log), { timeout: 10_000 })
  expect(readFileSync(log, 'utf8')).toBe(`--app=${address.href}\n`)
  expect(first.child.exitCode).toBeNull()
})

test('an engine that was killed leaves nothing in the way', async () => {
  const first = start(['--no-open'])
  const address = await first.address()
  await first.end('SIGKILL')
  const second = start(['--no-open'])
  expect((await second.address()).href).toBe(address.href)
})

test('--port is listened on, and a taken one is said', async () => {
  using taken = Object.assign(createServer(), { [Symbol.dispose]: () => void taken.close() })
  const port = await new Promise<number>((resolve) =>
    taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port)),
  )
  const refused = start(['--no-open', '--port', String(port)])
  expect(await refused.exited).toBe(1)
  expect(refused.stderr).toMatch(new RegExp(`^Port ${port} is taken.*\\n$`))

  await new Promise((resolve) => taken.close(resolve))
  const served = start(['--no-open', '--port', String(port)])
  expect((await served.address()).port).toBe(String(port))
})

test.each([
  ['a missing folder', ['no/such'], /^There is no file or folder .*no\/such\.\n$/],
  ['a port that is no number', ['--port', 'many'], /'many'.*A port is a whole number/],
  ['a port out of range', ['--port', '65536'], /A port is a whole number/],
  ['an unknown option', ['--prot', '1'], /unknown option '--prot'/],
  ['a word too many', ['.', 'more'], /too many arguments/],
])('%s gets a sentence and exit code 1', async (_, args, sentence) => {
  const command = start(args)
  expect(await command.exited).toBe(1)
  expect(command.stderr).toMatch(sentence)
  expect(command.stderr).not.toMatch(/^\s+at /m)
  expect(command.stdout).toBe('')
})

test('a data folder that cannot be written is said', async () => {
  const command = start(['--no-open'], { CARET_HOME: join(folder.path, 'src/a b.ts/below') })
  expect(await command.exited).toBe(1)
  expect(command.stderr).toMatch(/^The data folder .* cannot be written.*CARET_HOME\.\n$/)
})

test.skipIf(process.getuid?.() === 0)('a folder that cannot be read is said', async () => {
  mkdirSync(folder.at('closed'), { mode: 0o000 })
  const command = start(['closed', '--no-open'])
  expect(await command.exited).toBe(1)
  expect(command.stderr).toMatch(/^The folder .* cannot be read: its permissions forbid it\.\n$/)
})

test('the doctor says what is there', async () => {
  const command = start(['doctor'])
  await command.exited
  for (const name of ['Node', 'git', 'ripgrep', 'data folder', 'editor', 'Python']) {
    expect(command.stdout).toMatch(new RegExp(`^✓ ${name} `, 'm'))
  }
  expect(command.stdout).toContain('Nothing that Caret needs is missing.')
  expect(command.child.exitCode).toBe(0)

  const json = start(['doctor', '--json'])
  await json.exited
  expect(JSON.parse(json.stdout)).toContainEqual(expect.objectContaining({ name: 'git', state: 'found' }))
})

test('npm start opens a folder from where the user stands, and ends on a signal', async () => {
  const args = ['--prefix', root, 'start', '--silent', '--', basename(folder.path), '--no-open']
  const command = new Command(
    spawn('npm', args, {
      cwd: dirname(folder.path),
      env: { ...process.env, CARET_HOME: data.path },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  )
  const address = await command.address()
  expect((await fetch(address, { redirect: 'manual' })).status).toBe(302)
  await command.end('SIGTERM')
  await vi.waitUntil(
    () =>
      fetch(address).then(
        () => false,
        () => true,
      ),
    { timeout: 10_000 },
  )
  expect(command.stdout).toContain('Caret has stopped.')
})
