import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../testing/folder.ts'
import { allHits } from '../testing/suite.ts'
import { openWorkspace } from './local.ts'

test('gives columns in lines that are not UTF-8', async () => {
  const folder = await temporaryFolder()
  await writeFile(join(folder, 'a'), Buffer.from('caf\xe9 foo \xff foo\nok foo', 'latin1'))
  await using workspace = await openWorkspace(folder)
  const hits = await allHits(workspace, { pattern: 'foo' })
  expect(hits.map(({ text }) => text)).toEqual(['caf\uFFFD foo \uFFFD foo', 'ok foo'])
  for (const { text, ranges } of hits) {
    for (const { startColumn, endColumn } of ranges) expect(text.slice(startColumn, endColumn)).toBe('foo')
  }
})

test('streams many hits, and stops when nobody wants more', async () => {
  const text = `${'x'.repeat(80)}\n`.repeat(50_000)
  const folder = await temporaryFolder({ a: text })
  await using workspace = await openWorkspace(folder)
  let lines = 0
  let batches = 0
  for await (const batch of workspace.search({ pattern: 'x{80}', regex: true })) {
    lines += batch.length
    batches++
  }
  expect(lines).toBe(50_000)
  expect(batches).toBeGreaterThan(10)
  for await (const _ of workspace.search({ pattern: 'x' })) break

  const abort = new AbortController()
  const iterate = async () => {
    for await (const _ of workspace.search({ pattern: 'x' }, abort.signal)) abort.abort(new Error('enough'))
  }
  await expect(iterate()).rejects.toThrow('enough')
})

test('a line of many megabytes is one hit', async () => {
  const folder = await temporaryFolder({ a: `${'é'.repeat(3_000_000)}word` })
  await using workspace = await openWorkspace(folder)
  const [hit] = await allHits(workspace, { pattern: 'word' })
  expect(hit?.ranges).toEqual([{ startLine: 0, startColumn: 3_000_000, endLine: 0, endColumn: 3_000_004 }])
})

test("gives ripgrep's own explanation", async () => {
  await using workspace = await openWorkspace(await temporaryFolder())
  const search = (pattern: string) => allHits(workspace, { pattern, regex: true })
  await expect(search('a(b')).rejects.toThrow(/unclosed group/)
  await expect(allHits(workspace, { pattern: 'a', excludes: ['[a'] })).rejects.toThrow(/glob/)
})
