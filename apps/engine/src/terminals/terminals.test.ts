import { spawnSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestEngine, plain, type TestEngine, type TestPage } from './testing.ts'

let engine: TestEngine
let page: TestPage
beforeEach(async () => {
  engine = await openTestEngine()
  page = await engine.page()
})
afterEach(() => engine[Symbol.asyncDispose]())

const say = (id: number, line: string, on = page) => on.client.input({ id, data: `${line}\r` })
const shows = (id: number, text: string | RegExp, on = page) =>
  on.until(() => (typeof text === 'string' ? on.output(id).includes(text) : text.test(on.output(id))))

test('a shell answers, in the opened folder, with the user’s environment and without Caret’s secrets', async () => {
  const id = await page.open()
  say(id, 'echo "<$PWD|$TERM_PROGRAM|$TERM_PROGRAM_VERSION|$COLORTERM|$CARET_SECRET|$TERM>"')
  await shows(id, '-256color>')
  expect(page.output(id)).toContain(`<${engine.folder}|caret|1.2.3|truecolor||xterm-256color>`)
})

test('the process sees the size of the terminal', async () => {
  const id = await page.open()
  say(id, 'stty size')
  await shows(id, /\d+ \d+\r/)
  expect(page.output(id)).toContain('24 80')
  page.client.resize({ id, cols: 100, rows: 30 })
  say(id, 'stty size')
  await shows(id, '30 100')
})

test('an exit code arrives after the last output', async () => {
  const id = await page.open({ executable: '/bin/sh', args: ['-c', 'printf done; exit 3'] })
  await page.until(() => page.exits.has(id))
  expect(page.exits.get(id)).toBe(3)
  expect(page.output(id)).toBe('done')
  expect(await page.client.list({})).toEqual([])
})

test('a process that a signal ended has the code that shells give it', async () => {
  const id = await page.open({ executable: '/bin/sh', args: ['-c', 'kill -TERM $$'] })
  await page.until(() => page.exits.has(id))
  expect(page.exits.get(id)).toBe(128 + 15)
})

test('a signal reaches the process', async () => {
  const id = await page.open({
    executable: '/bin/sh',
    args: ['-c', 'trap "echo caught; exit 5" USR1; echo ready; while :; do sleep 0.05; done'],
  })
  await shows(id, 'ready')
  page.client.signal({ id, signal: 'SIGUSR1' })
  await page.until(() => page.exits.has(id))
  expect(page.output(id)).toContain('caught')
})

test('a folder that is not there is replaced by the opened one, and said so', async () => {
  const id = await page.open({ cwd: '/nowhere/at all' })
  await shows(id, 'There is no folder /nowhere/at all')
  say(id, 'echo "<$PWD>"')
  await shows(id, `<${engine.folder}>`)
  expect(await page.client.cwd({ id })).toBe(engine.folder)
})

test('a shell that is not there is an answer, not an empty terminal', async () => {
  const { id } = await page.client.create({ ...plain, executable: '/bin/no-such-shell' })
  expect(await page.client.start({ id })).toMatchObject({
    kind: 'failed',
    message: expect.stringContaining('/bin/no-such-shell'),
  })
  expect(await page.client.list({})).toEqual([])
})

test('the current folder and the name of the process in front are known', async () => {
  const id = await page.open()
  say(id, 'cd /tmp && sleep 100')
  await page.until(() => /sleep/.test(page.titles.get(id) ?? ''))
  expect(await page.client.cwd({ id })).toBe('/tmp')
  const [details] = await page.client.list({})
  expect(details).toMatchObject({ id, hasChildren: true, orphan: false })
})

test('closing a terminal ends all that runs in it, but what asked to stay', async () => {
  const id = await page.open()
  const pids = join(engine.folder, 'pids')
  say(id, `(trap '' TERM; sleep 1001 & echo $! >> ${pids}; exec sleep 1002) & echo $! >> ${pids}`)
  // The process says itself who it is, so that it has asked to stay by then.
  say(id, `nohup sh -c 'echo $$ > ${pids}.stay; exec sleep 1003' > /dev/null 2>&1 &`)
  say(id, `until [ -s ${pids}.stay ]; do sleep 0.02; done`)
  say(id, `sh -c 'trap "" HUP; echo $$ >> ${pids}; echo fr""ont; while :; do sleep 0.1; done'`)
  await shows(id, 'front')
  await page.client.kill({ id, immediate: false })
  const ended = (await readFile(pids, 'utf8')).trim().split('\n').map(Number)
  expect(ended).toHaveLength(3)
  expect(ended.filter(isAlive)).toEqual([])
  const stays = Number(await readFile(`${pids}.stay`, 'utf8'))
  expect(isAlive(stays)).toBe(true)
  process.kill(stays, 'SIGKILL')
})

test('the engine’s end is the end of its terminals', async () => {
  const id = await page.open()
  say(id, 'echo pid=$$=')
  await shows(id, /pid=\d+=/)
  const pid = Number(/pid=(\d+)=/.exec(page.output(id))?.[1])
  await engine.terminals[Symbol.asyncDispose]()
  expect(isAlive(pid)).toBe(false)
})

test('a large paste arrives whole', async () => {
  const id = await page.open({
    executable: '/bin/sh',
    args: ['-c', 'stty raw -echo; echo ready; head -c 300000 > pasted; echo stored'],
  })
  await shows(id, 'ready')
  const text = Array.from({ length: 300_000 }, (_, index) => String.fromCharCode(97 + (index % 26))).join('')
  page.client.input({ id, data: text })
  await shows(id, 'stored')
  expect(await readFile(join(engine.folder, 'pasted'), 'utf8')).toBe(text)
})

test('bytes that are no text arrive as they are', async () => {
  const id = await page.open({
    executable: '/bin/sh',
    args: ['-c', 'stty raw -echo; echo ready; head -c 3 | od -An -tx1'],
  })
  await shows(id, 'ready')
  page.client.binary({ id, data: '\x00\x80\xff' })
  await page.until(() => page.exits.has(id))
  expect(page.output(id)).toContain('00 80 ff')
})

test('a page that does not keep up pauses the process, and Ctrl+C still works', async () => {
  const id = await page.open()
  page.acknowledging = false
  say(id, 'yes')
  await page.until(() => page.output(id).length > 100_000)
  const received = page.output(id).length
  // One more round trip: nothing but what was under way has come meanwhile.
  for (let round = 0; round < 20; round++) await page.client.ping({})
  expect(page.output(id).length - received).toBeLessThan(200_000)

  page.client.input({ id, data: '\x03' })
  page.acknowledging = true
  page.client.acknowledge({ id, chars: page.output(id).length })
  say(id, 'echo go""ing on')
  await shows(id, 'going on')
})

test('a flood reaches a page that keeps up whole, and the engine answers meanwhile', async () => {
  const id = await page.open({ executable: '/bin/sh', args: ['-c', 'seq 1 400000; echo end of flood'] })
  let answers = 0
  while (!page.exits.has(id)) {
    await page.client.ping({})
    answers++
  }
  const lines = page.output(id).split('\r\n')
  expect(lines.slice(0, 400_000)).toEqual(Array.from({ length: 400_000 }, (_, index) => String(index + 1)))
  expect(lines[400_000]).toBe('end of flood')
  expect(answers).toBeGreaterThan(10)
})

test('a process goes on without a page, and a page that comes later sees what it wrote', async () => {
  const id = await page.open({
    executable: '/bin/sh',
    args: ['-c', 'read go; seq 1 100000; echo at the end > finished; read end'],
  })
  say(id, 'go')
  await page.client.ping({})
  page[Symbol.dispose]()
  await expect
    .poll(() => readFile(join(engine.folder, 'finished'), 'utf8').catch(() => ''), { timeout: 20_000 })
    .toBe('at the end\n')
  const later = await engine.page()
  const { data } = await later.reopen(id)
  // The last lines may still be on their way.
  const seen = () => data + later.output(id)
  await later.until(() => seen().includes('100000'))
  expect(seen()).toContain('99999\r\n100000')
  later[Symbol.dispose]()
})

test('profiles are those of the settings that exist, the login shell and those that the system lists', async () => {
  const profiles = await page.client.profiles({
    configured: {
      bash: { path: ['/no/bash', 'bash'], icon: 'terminal-bash', args: ['-l'] },
      fancy: { path: 'no-such-shell' },
      hidden: null,
    },
    default: 'bash',
    detect: true,
  })
  expect(profiles[0]).toMatchObject({
    name: 'bash',
    args: ['-l'],
    icon: 'terminal-bash',
    default: true,
    fromPath: true,
    detected: false,
  })
  expect(profiles.map(({ name }) => name)).toContain('sh')
  expect(profiles.map(({ name }) => name)).not.toContain('fancy')
  expect(profiles.filter(({ name }) => name === 'bash')).toHaveLength(1)
})

test('`caret FILE:LINE` in a terminal opens the file in its page, and only with the terminal’s own secret', async () => {
  await writeFile(join(engine.folder, 'a file.ts'), '')
  const id = await page.open()
  say(id, String.raw`printf '\033]2273;%s;%s\007' wrong L2V0YwpwYXNzd2Q=`)
  say(id, "caret 'a file.ts:12:3' other.ts")
  await page.until(() => page.opened.length === 2)
  expect(page.opened).toEqual([
    { path: join(engine.folder, 'a file.ts'), line: 12, column: 3 },
    { path: join(engine.folder, 'other.ts') },
  ])
  say(id, 'caret --version; echo "code $?"')
  await shows(id, 'code 1')
  await rm(join(engine.folder, 'a file.ts'))
})

/** A zombie that nobody has asked for yet is not alive. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.trim() !== '' && !stdout.startsWith('Z')
}
