import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { findChromium, showPage } from './browser.ts'
import { TemporaryFolder } from './testing/temporary.ts'

afterEach(() => void vi.unstubAllEnvs())

test('CARET_CHROMIUM comes first, and must name a program', () => {
  using folder = new TemporaryFolder()
  const browser = folder.program('browser')
  expect(findChromium({ CARET_CHROMIUM: browser })).toBe(browser)
  expect(() => findChromium({ CARET_CHROMIUM: folder.write('text', '') })).toThrow('is not a program')
})

test.runIf(process.platform === 'linux')('on Linux a browser is found on the PATH', () => {
  using folder = new TemporaryFolder()
  const browser = folder.program('google-chrome')
  expect(findChromium({ PATH: folder.path })).toBe(browser)
  expect(findChromium({ PATH: join(folder.path, 'no') })).toBeUndefined()
})

test('--app opens a window of its own', async () => {
  using folder = new TemporaryFolder()
  const log = join(folder.path, 'arguments')
  vi.stubEnv('CARET_CHROMIUM', folder.program('browser', `echo "$@" > '${log}.new' && mv '${log}.new' '${log}'`))
  expect(await showPage('http://127.0.0.1:1/?token=t', true)).toBeUndefined()
  await vi.waitUntil(() => existsSync(log), { timeout: 10_000 })
  expect(readFileSync(log, 'utf8')).toBe('--app=http://127.0.0.1:1/?token=t\n')
})

test.runIf(process.platform === 'linux')('without a browser or a display the user is told', async () => {
  using folder = new TemporaryFolder()
  for (const name of ['CARET_CHROMIUM', 'DISPLAY', 'WAYLAND_DISPLAY', 'WSL_DISTRO_NAME', 'BROWSER'])
    vi.stubEnv(name, '')
  vi.stubEnv('PATH', folder.path)
  expect(await showPage('http://127.0.0.1:1/', false)).toMatch('There is no display here')
  expect(await showPage('http://127.0.0.1:1/', true)).toMatch('There is no display here')
})
