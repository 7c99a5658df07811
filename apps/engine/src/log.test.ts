import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { openLog } from './log.ts'

afterEach(() => void vi.unstubAllEnvs())

test('no key reaches the log, whether as a field or within an error', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'caret-log-'))
  const [plain, shaped] = ['plain-0123456789', 'sk-shaped-0123456789abcdef']
  vi.stubEnv('ACME_API_KEY', plain)
  const log = openLog(folder)
  log.info({ apiKey: plain, inner: { apiKey: shaped }, said: `x ${shaped}` }, `key ${plain}`)
  log.error(new Error(`Incorrect key: ${plain}`, { cause: new Error(`Bearer ${shaped}`) }))
  const text = await vi.waitFor(() => {
    const written = readFileSync(join(folder, 'engine.log'), 'utf8')
    expect(written.split('\n')).toHaveLength(3)
    return written
  })
  expect(text).toContain('Incorrect key: [redacted]')
  for (const key of [plain, shaped]) expect(text).not.toContain(key)
  for (const line of text.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow()
  rmSync(folder, { recursive: true, force: true })
})
