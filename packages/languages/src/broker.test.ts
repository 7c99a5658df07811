import { fileURLToPath, pathToFileURL } from 'node:url'
import { execFileSync } from 'node:child_process'
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkspace } from '@caret/workspace'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { LanguageService } from './language-service.ts'
import type { ServerSpec } from './servers.ts'
import type { Settings } from './settings.ts'
import type { Timings } from './supervisor.ts'
import { joinAsEditor } from './testing/client.ts'

const script = fileURLToPath(new URL('testing/scripted-server.mjs', import.meta.url))
const uri = 'file:///one.made-up'

const spec = (...args: string[]): ServerSpec => ({
  id: 'scripted',
  name: 'Scripted',
  languages: ['made-up'],
  command: () => [process.execPath, script, ...args],
  sections: ['made-up'],
  settings: { 'made-up': { depth: 1, width: 1 } },
})

/** Servers over an empty folder, ended with the test. */
async function scene(servers?: ServerSpec[], timings: Partial<Timings> = {}, settings?: Settings) {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'caret-broker-')))
  const workspace = await openWorkspace(root)
  const languages = new LanguageService(workspace, { servers, timings: { backOffMs: 10, ...timings }, settings })
  const states: string[] = []
  languages.servers.onStatus(({ state }) => states.push(state))
  onTestFinished(async () => {
    await languages[Symbol.asyncDispose]()
    await workspace[Symbol.asyncDispose]()
    await rm(root, { recursive: true })
  })
  const joinServer = (id: string) => joinAsEditor((options) => languages.servers.join(id, options))
  const inRoot = (path: string) => pathToFileURL(join(root, path)).href
  const write = (path: string, text: string) => writeFile(join(root, path), text)
  return { languages, servers: languages.servers, states, join: joinServer, uriOf: inRoot, write, root }
}

const soon = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 15_000, interval: 20 })

describe('several clients', () => {
  test('each has its own answers, though their questions have the same numbers', async () => {
    const { join } = await scene([spec()])
    using one = await join('scripted')
    using two = await join('scripted')
    expect(two.initialized).toEqual(one.initialized)
    await one.open(uri, 'made-up', 'first')
    await two.open('file:///two.made-up', 'made-up', 'second')
    const texts = await Promise.all([
      one.request('test/text', uri),
      two.request('test/text', 'file:///two.made-up'),
      one.request('test/text', 'file:///two.made-up'),
      two.request('test/text', uri),
    ])
    expect(texts).toEqual(['first', 'second', 'second', 'first'])
    await expect(one.request('test/unknown')).rejects.toThrow('test/unknown')
  })

  test('share documents: opened once, closed with the last', async () => {
    const { join } = await scene([spec()])
    using one = await join('scripted')
    using two = await join('scripted')
    await one.open(uri, 'made-up', 'text')
    await two.open(uri, 'made-up', 'text')
    await two.edit(uri, 'text of two')
    await one.close(uri)
    expect(await one.request('test/text', uri)).toBe('text of two')
    two[Symbol.dispose]()
    expect(await one.request('test/heard')).toEqual(['configuration', 'open 1', 'change 2', 'close'])
  })

  test('all hear the server; one that joins late hears what was registered and begun', async () => {
    const { join } = await scene([spec()])
    using one = await join('scripted')
    const registrations = [{ id: 'r', method: 'textDocument/hover', registerOptions: {} }]
    await one.request('test/ask', { method: 'client/registerCapability', params: { registrations } })
    await one.request('test/ask', { method: 'window/workDoneProgress/create', params: { token: 't' } })
    const begin = { token: 't', value: { kind: 'begin', title: 'Indexing' } }
    await one.notify('test/tell', { method: '$/progress', params: begin })
    await soon(() => expect(one.told).toContainEqual({ method: '$/progress', params: begin }))
    using two = await join('scripted')
    await soon(() => expect(two.told).toContainEqual({ method: '$/progress', params: begin }))
    expect(two.asked).toEqual([
      { method: 'client/registerCapability', params: { registrations } },
      { method: 'window/workDoneProgress/create', params: { token: 't' } },
    ])
  })

  test('progress that a client asked for reaches it alone, with its own token', async () => {
    const { join } = await scene([spec()])
    using one = await join('scripted')
    using two = await join('scripted')
    await Promise.all([one, two].map((client) => client.request('test/report', { workDoneToken: 1 })))
    const report = { method: '$/progress', params: { token: 1, value: { kind: 'report', message: 'half' } } }
    expect(one.told).toEqual([report])
    expect(two.told).toEqual([report])
  })

  test('an edit is asked of the client whose command makes it, in its own versions', async () => {
    const { join } = await scene([spec()])
    using one = await join('scripted')
    using two = await join('scripted')
    one.answers['workspace/applyEdit'] = { applied: true }
    await one.open(uri, 'made-up', 'text')
    for (const text of ['a', 'b']) await one.edit(uri, text)
    const edit = { documentChanges: [{ textDocument: { uri, version: 3 }, edits: [] }] }
    const command = one.request('workspace/executeCommand', { command: 'fix', arguments: [edit] })
    await two.notify('test/hello')
    expect(await command).toEqual({ applied: true })
    expect(two.asked).toEqual([])
    expect(one.asked).toEqual([{ method: 'workspace/applyEdit', params: { edit } }])
  })

  test('a question of the server is answered when the client that has it leaves', async () => {
    const { join } = await scene([spec()])
    using one = await join('scripted')
    using two = await join('scripted')
    two.answers['window/showMessageRequest'] = new Promise(() => {})
    const asking = two.request('test/ask', { method: 'window/showMessageRequest', params: { message: 'Well?' } })
    asking.catch(() => {})
    await soon(() => expect(two.asked).toHaveLength(1))
    two[Symbol.dispose]()
    expect(await one.request('test/heard')).toEqual(['configuration'])
  })
})

describe('settings and files', () => {
  test('the server is told the user’s settings over its defaults, and of changes', async () => {
    const { join, servers } = await scene([spec()], {}, { 'made-up': { width: 2 } })
    using client = await join('scripted')
    const items = [{ section: 'made-up' }, { section: 'made-up.width' }, { section: 'absent' }]
    const ask = () => client.request('test/ask', { method: 'workspace/configuration', params: { items } })
    expect(await ask()).toEqual([{ depth: 1, width: 2 }, 2, null])
    servers.configure({ 'made-up': { depth: 3 } })
    expect(await ask()).toEqual([{ depth: 3, width: 1 }, 1, null])
    expect(await client.request('test/heard')).toEqual(['configuration', 'configuration'])
    await client.notify('workspace/didChangeConfiguration', { settings: { 'made-up': { width: 4 } } })
    expect(await ask()).toEqual([{ depth: 1, width: 4 }, 4, null])
  })

  test('the server hears of the files that it watches, from the broker alone', async () => {
    const { join, write } = await scene([spec()])
    using client = await join('scripted')
    const registerOptions = { watchers: [{ globPattern: '**/*.{made-up,mu}' }] }
    const registrations = [{ id: 'w', method: 'workspace/didChangeWatchedFiles', registerOptions }]
    await client.request('test/ask', { method: 'client/registerCapability', params: { registrations } })
    expect(client.asked).toEqual([])
    // The watcher is ready some time after it was asked for.
    let count = 0
    await soon(async () => {
      await write(`${++count}.mu`, '')
      await write(`${count}.txt`, '')
      expect(await client.request('test/heard')).toContainEqual(expect.stringMatching(/^file 1 \d+\.mu$/))
    })
    expect(await client.request('test/heard')).not.toContainEqual(expect.stringContaining('.txt'))
  })

  test('the user’s own servers come before those that Caret knows', async () => {
    const own = { command: [process.execPath, script], languages: ['typescript'], extensions: ['.mu'] }
    const { servers, join } = await scene(undefined, {}, { caret: { languageServers: { typescript: own } } })
    expect(servers.serversFor('typescript').map(({ spec }) => spec.id)).toEqual(['typescript-own'])
    expect(servers.languageOf('a/b.mu')).toBe('typescript')
    using client = await join('typescript-own')
    expect(await client.request('test/heard')).toEqual(['configuration'])
  })
})

describe('a server that fails', () => {
  test('comes back after a crash with all documents; what was asked fails with the reason', async () => {
    const { join, states } = await scene([spec()])
    using one = await join('scripted')
    using two = await join('scripted')
    await one.open(uri, 'made-up', 'text')
    await one.edit(uri, 'changed')
    const registrations = [{ id: 'r', method: 'textDocument/hover', registerOptions: {} }]
    await one.request('test/ask', { method: 'client/registerCapability', params: { registrations } })
    const hanging = two.request('test/never')
    await one.notify('test/crash')
    await expect(hanging).rejects.toThrow('Scripted: the language server exited with code 3. It restarts by itself.')
    expect(await two.request('test/text', uri)).toBe('changed')
    expect(states).toEqual(['starting', 'ready', 'crashed', 'starting', 'ready'])
    const methods = one.asked.map(({ method }) => method)
    expect(methods).toContain('client/unregisterCapability')
    expect(methods).toContain('workspace/diagnostic/refresh')
  })

  test('stays down after crashing again and again, until the user restarts it', async () => {
    const { join, servers, states } = await scene([spec()], { crashLimit: 3 })
    using client = await join('scripted')
    await client.open(uri, 'made-up', 'text')
    for (const crashes of [1, 2, 3]) {
      expect(await client.request('test/text', uri)).toBe('text')
      await client.notify('test/crash')
      await soon(() => expect(states.filter((state) => state === 'crashed')).toHaveLength(crashes))
    }
    await expect(client.request('test/text', uri)).rejects.toThrow('It has crashed 3 times')
    await servers.restart('scripted')
    expect(await client.request('test/text', uri)).toBe('text')
  })

  test('that cannot start says why', async () => {
    const { join, servers } = await scene([spec('--broken')])
    await expect(join('scripted')).rejects.toThrow('exited with code 2 (error: no such component)')
    expect(servers.status()[0]).toMatchObject({ state: 'crashed' })
  })

  test('that is not installed says how to get it, and is found once it is there', async () => {
    const missing = { ...spec(), command: () => undefined as string[] | undefined, install: 'Buy it.' }
    const { join, servers } = await scene([missing])
    expect(servers.status()[0]).toMatchObject({ state: 'missing', detail: 'Buy it.' })
    await expect(join('scripted')).rejects.toThrow('Scripted: the language server is not installed. Buy it.')
    missing.command = spec().command
    using client = await join('scripted')
    expect(await client.request('test/heard')).toEqual(['configuration'])
  })

  test('that hangs holds up nobody, and is ready again when it answers', async () => {
    const { join, states, servers } = await scene([spec()], { unresponsiveMs: 2_000 })
    using client = await join('scripted')
    await client.open(uri, 'made-up', 'text')
    const { pid } = servers.broker('scripted')
    process.kill(pid!, 'SIGSTOP')
    await expect(client.request('test/text', uri)).rejects.toThrow('has not answered')
    await expect(client.request('test/text', uri)).rejects.toThrow('Restart it if it does not recover.')
    process.kill(pid!, 'SIGCONT')
    await soon(() => expect(servers.status()[0]?.state).toBe('ready'))
    expect(await client.request('test/text', uri)).toBe('text')
    expect(states).toEqual(['starting', 'ready', 'unresponsive', 'ready'])
  })

  test('that never says a word is reported, and can be restarted and ended', async () => {
    const { join, servers } = await scene([spec('--mute')], { unresponsiveMs: 200 })
    await expect(join('scripted')).rejects.toThrow('has not answered')
    expect(servers.status()[0]).toMatchObject({ state: 'unresponsive' })
    const before = servers.broker('scripted').pid
    await servers.restart('scripted')
    expect(servers.status()[0]).toMatchObject({ state: 'starting' })
    expect(servers.broker('scripted').pid).not.toBe(before)
  })
})

describe('a server’s life', () => {
  test('ends when it serves nothing, and begins again when needed', async () => {
    const { join, states, servers } = await scene([spec()], { idleMs: 50 })
    using client = await join('scripted')
    await client.open(uri, 'made-up', 'text')
    await client.close(uri)
    await soon(() => expect(servers.status()[0]?.state).toBe('stopped'))
    await client.open(uri, 'made-up', 'again')
    expect(await client.request('test/text', uri)).toBe('again')
    expect(states).toEqual(['starting', 'ready', 'stopped', 'starting', 'ready'])
  })

  test('ends when the user says so, and begins again only then', async () => {
    const { join, servers } = await scene([spec()])
    using client = await join('scripted')
    await client.open(uri, 'made-up', 'text')
    await servers.stop('scripted')
    await expect(client.request('test/text', uri)).rejects.toThrow('is stopped. Restart it to go on.')
    await servers.restart('scripted')
    expect(await client.request('test/text', uri)).toBe('text')
  })

  test('leaves no process behind', async () => {
    const { languages, servers, join } = await scene(undefined)
    await join('typescript')
    await join('css')
    const pids = ['typescript', 'css'].map((id) => servers.broker(id).pid!)
    for (const pid of pids) expect(isRunning(pid)).toBe(true)
    await languages[Symbol.asyncDispose]()
    for (const pid of pids) expect(isRunning(pid)).toBe(false)
  })
})

describe('TypeScript’s server, with an editor and the engine', () => {
  const pull = async (client: Awaited<ReturnType<typeof joinAsEditor>>, uri: string) => {
    type Report = { items: { message: string }[] }
    const report = await client.request<Report>('textDocument/diagnostic', { textDocument: { uri } })
    return report.items.map(({ message }) => message)
  }

  test('both see the problems of unsaved text, and survive a killed server', async () => {
    const { languages, servers, join, uriOf, write, states } = await scene()
    await write('tsconfig.json', '{ "compilerOptions": { "strict": true, "noEmit": true } }')
    await write('a.ts', 'export const a = 1\n')
    await write('b.ts', "import { a } from './a'\nexport const b: number = a\n")
    using editor = await join('typescript')
    using tab = await join('typescript')
    for (const client of [editor, tab]) await client.open(uriOf('a.ts'), 'typescript', 'export const a = 1\n')
    expect(await languages.diagnostics('b.ts')).toEqual([])

    const wrong = "Type 'string' is not assignable to type 'number'."
    const bothSee = async () => {
      expect((await languages.diagnostics('b.ts')).map(({ message }) => message)).toEqual([wrong])
      expect(await pull(tab, uriOf('b.ts'))).toEqual([wrong])
      expect(await pull(editor, uriOf('b.ts'))).toEqual([wrong])
    }
    await editor.edit(uriOf('a.ts'), "export const a = 'text'\n")
    await bothSee()

    process.kill(servers.broker('typescript').pid!, 'SIGKILL')
    await soon(() => expect(states).toContain('crashed'))
    await bothSee()
    await tab.edit(uriOf('a.ts'), 'export const a = 2\n')
    expect(await languages.diagnostics('b.ts')).toEqual([])
  })

  test('hints are shown as the settings say', async () => {
    const inlayHints = { parameterNames: { enabled: 'all' }, variableTypes: { enabled: true } }
    const { join, uriOf } = await scene(undefined, {}, { typescript: { inlayHints } })
    using editor = await join('typescript')
    const uri = uriOf('a.ts')
    await editor.open(uri, 'typescript', 'const size = Math.max(1, 2)\n')
    const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 0 } }
    const hints = await editor.request<unknown[]>('textDocument/inlayHint', { textDocument: { uri }, range })
    expect(JSON.stringify(hints)).toContain('number')
  })
})

/** A zombie is not running. */
function isRunning(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z')
  } catch {
    return false
  }
}
