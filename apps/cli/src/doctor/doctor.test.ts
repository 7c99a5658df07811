import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { TemporaryFolder } from '../testing/temporary.ts'
import type { Finding } from './finding.ts'
import { examineEngine } from './engine.ts'
import { examineMachine } from './machine.ts'
import { examineServers } from './servers.ts'

afterEach(() => void vi.unstubAllEnvs())

const named = (findings: Finding[], name: string) => findings.find((finding) => finding.name === name)

test('the machine that runs the tests has what Caret needs', async () => {
  using folder = new TemporaryFolder()
  vi.stubEnv('CARET_HOME', join(folder.path, 'data'))
  const findings = [...(await examineMachine()), ...(await examineEngine())]
  expect(named(findings, 'Node')?.detail).toContain(process.versions.node)
  expect(named(findings, 'git')).toMatchObject({ state: 'found', needed: true })
  expect(named(findings, 'git')?.detail).toMatch(/^\d+\.\d+/)
  expect(named(findings, 'ripgrep')).toMatchObject({ state: 'found', needed: true })
  expect(named(findings, 'data folder')).toMatchObject({ state: 'found' })
})

test('what is missing comes with a way to get it', async () => {
  using folder = new TemporaryFolder()
  vi.stubEnv('PATH', folder.path)
  vi.stubEnv('CARET_CHROMIUM', '')
  vi.stubEnv('CARET_HOME', join(folder.write('file', ''), 'data'))
  const findings = [...(await examineMachine()), ...(await examineEngine())]
  expect(named(findings, 'git')).toMatchObject({ state: 'missing', hint: expect.stringContaining('git-scm.com') })
  expect(named(findings, 'data folder')).toMatchObject({
    state: 'missing',
    hint: expect.stringContaining('CARET_HOME'),
  })
  const servers = await examineServers()
  expect(named(servers, 'Go')).toMatchObject({
    state: 'missing',
    needed: false,
    hint: expect.stringContaining('gopls'),
  })
})

test('servers that Caret brings are there, the user’s own are looked for on the PATH', async () => {
  using folder = new TemporaryFolder()
  folder.program('gopls', '[ "$1" = version ] && echo "golang.org/x/tools/gopls v0.18.1"')
  folder.program('clangd', 'exit 3')
  vi.stubEnv('PATH', folder.path)
  const servers = await examineServers()
  for (const name of ['TypeScript', 'Python', 'JSON', 'CSS', 'HTML', 'YAML', 'Bash']) {
    expect(named(servers, name)).toMatchObject({ state: 'found', needed: true })
  }
  expect(named(servers, 'Go')?.detail).toBe(`0.18.1, ${join(folder.path, 'gopls')}`)
  expect(named(servers, 'C/C++')).toMatchObject({ state: 'missing', detail: expect.stringContaining('does not run') })
})
