import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TerminalCommand } from '@caret/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { injectShellIntegration } from './shell-integration.ts'
import { findProgram } from './shells.ts'
import { openTestEngine, type TestEngine, type TestPage } from './testing.ts'

let engine: TestEngine
let page: TestPage
beforeEach(async () => {
  engine = await openTestEngine()
  page = await engine.page()
})
afterEach(() => engine[Symbol.asyncDispose]())

const integrated = { shellIntegration: true, args: [] as string[] }
const home = () => engine.terminals.env.HOME!
const prompts = (id: number) => page.output(id).split('\x1b]633;B\x07').length - 1

/** Types a line at a prompt, and waits for the next one. */
async function run(id: number, line: string): Promise<void> {
  await page.until(() => prompts(id) > 0)
  const before = prompts(id)
  page.client.input({ id, data: `${line}\r` })
  await page.until(() => prompts(id) > before)
}

/** What the engine knows of the commands; the last one, a prompt that waits, left out. */
async function commands(id: number): Promise<Partial<TerminalCommand>[]> {
  const { screen } = engine.terminals.get(id)!
  await screen.settled()
  return screen.commands
    .list()
    .slice(0, -1)
    .map(({ command, exitCode, cwd, trusted }) => ({ command, exitCode, cwd, trusted }))
}

describe.each([
  ['bash', '/bin/bash', '.bashrc', ''],
  ['zsh', await findProgram('zsh', process.env), '.zshrc', ''],
  [
    'fish',
    await findProgram('fish', process.env),
    '.config/fish/config.fish',
    'function fish_prompt; echo -n "> "; end\n',
  ],
])('%s', (_name, path, settings, prompt) => {
  test.skipIf(!path || !existsSync(path))('tells its commands, their exit codes and its folder', async () => {
    await mkdir(join(home(), '.config/fish'), { recursive: true })
    await writeFile(join(home(), settings), `echo read the settings\n${prompt}`)
    const id = await page.open({ ...integrated, executable: path })
    await run(id, 'echo one; echo two')
    await run(id, 'cd /tmp')
    await run(id, 'sh -c "exit 7"')
    await run(id, String.raw`echo 'back\slash'`)
    expect(page.output(id)).toContain('read the settings')
    expect(await commands(id)).toEqual([
      { command: 'echo one; echo two', exitCode: 0, cwd: engine.folder, trusted: true },
      { command: 'cd /tmp', exitCode: 0, cwd: engine.folder, trusted: true },
      { command: 'sh -c "exit 7"', exitCode: 7, cwd: '/tmp', trusted: true },
      { command: String.raw`echo 'back\slash'`, exitCode: 0, cwd: '/tmp', trusted: true },
    ])
    const [first] = engine.terminals.get(id)!.screen.replay().commands
    const lines = first!.endLine! - first!.executedLine!
    expect(lines).toBe(2)
  })
})

describe('bash', () => {
  test('leaves the user’s prompt, prompt command and exit status alone', async () => {
    await writeFile(
      join(home(), '.bashrc'),
      `PROMPT_COMMAND='last=$?; PS1="<$last>\\$ ";'\nHISTCONTROL=ignoreboth\nexport FROM_RC=yes\n`,
    )
    const id = await page.open(integrated)
    await run(id, '(exit 4)')
    await page.until(() => page.output(id).includes('<4>$ '))
    await run(id, 'echo "status $? $FROM_RC"')
    expect(page.output(id)).toContain('status 4 yes')
  })

  test('a line that stays out of the history is read off the screen, and not trusted', async () => {
    await writeFile(join(home(), '.bashrc'), 'HISTCONTROL=ignoreboth\n')
    const id = await page.open(integrated)
    await run(id, 'echo kept')
    await run(id, ' echo not kept')
    await run(id, '')
    expect(await commands(id)).toMatchObject([
      { command: 'echo kept', trusted: true },
      { command: 'echo not kept', trusted: false },
    ])
  })

  test('the output of a command cannot pose as another command', async () => {
    const id = await page.open(integrated)
    const line = String.raw`printf '\033]633;E;rm -rf;guess\007'`
    await run(id, line)
    expect(await commands(id)).toMatchObject([{ command: line, trusted: true }])
  })

  test('a login shell reads the profile', async () => {
    await writeFile(join(home(), '.bash_profile'), 'FROM_PROFILE=yes\n')
    const id = await page.open({ ...integrated, args: ['-l'] })
    await run(id, 'echo "<$FROM_PROFILE $CARET_LOGIN>"')
    expect(page.output(id)).toContain('<yes >')
  })

  test('commands come back with the screen', async () => {
    const id = await page.open(integrated)
    await run(id, 'echo hello')
    const replay = await page.reopen(id)
    expect(replay.commands).toMatchObject([{ command: 'echo hello', exitCode: 0 }, { command: '' }])
    const lines = replay.data.split('\r\n')
    expect(lines[replay.commands[0]!.executedLine!]).toContain('hello')
  })
})

test('only an interactive shell that is known is changed', () => {
  const inject = (path: string, ...args: string[]) => injectShellIntegration(path, args, {}, '/scripts')
  expect(inject('/bin/bash', '-c', 'ls')).toBeUndefined()
  expect(inject('/bin/dash')).toBeUndefined()
  expect(inject('/bin/bash', '--norc')).toBeUndefined()
  expect(inject('/bin/zsh', '-l')).toMatchObject({ args: ['-il'], env: { ZDOTDIR: '/scripts/shell/zsh' } })
  expect(inject('/usr/bin/fish')?.args).toEqual(['--init-command', "source '/scripts/shell/integration.fish'"])
})
