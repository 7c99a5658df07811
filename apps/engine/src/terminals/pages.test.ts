import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestEngine, plain, type TestEngine } from './testing.ts'

let engine: TestEngine
beforeEach(async () => {
  engine = await openTestEngine()
})
afterEach(() => engine[Symbol.asyncDispose]())

const leaf = (terminal: number, relativeSize = 1) => ({ relativeSize, terminal })
const tab = (...terminals: number[]) => ({
  isActive: false,
  activePersistentProcessId: terminals[0],
  terminals: terminals.map((id) => leaf(id, 1 / terminals.length)),
})

test('each page has its own terminals', async () => {
  const [one, other] = [await engine.page(), await engine.page()]
  const id = await one.open()
  const second = await other.open()
  expect((await one.client.list({})).map((details) => details.id)).toEqual([id])
  expect((await other.client.list({})).map((details) => details.id)).toEqual([second])
  expect(await other.client.attach({ id })).toBe(false)
  expect(
    (await other.client.takeLayout({})).tabs.flatMap(({ terminals }) => terminals.map(({ terminal }) => terminal.id)),
  ).toEqual([second])

  // Nor can one page type into, resize or end what another has.
  other.client.input({ id, data: 'exit\r' })
  await other.client.kill({ id, immediate: true })
  one.client.input({ id, data: 'echo al""ive\r' })
  await one.until(() => one.output(id).includes('alive'))
})

test('a reloaded page finds its tabs and splits as they were', async () => {
  const page = await engine.page('the-same-page')
  const [a, b, c] = [await page.open(), await page.open(), await page.open({ memo: { icon: { id: 'flame' } } })]
  page.client.update({ id: b, title: 'server', titleSource: 0 })
  page.client.setLayout({ tabs: [tab(a, b), { ...tab(c), isActive: true }], background: [] })
  await page.client.ping({})

  // The old connection is not even closed yet.
  const again = await engine.page('the-same-page')
  const { tabs } = await again.client.takeLayout({})
  expect(tabs.map(({ terminals }) => terminals.map(({ terminal }) => terminal.id))).toEqual([[a, b], [c]])
  expect(tabs[0]?.terminals.map(({ relativeSize }) => relativeSize)).toEqual([0.5, 0.5])
  expect(tabs[1]).toMatchObject({ isActive: true })
  expect(tabs[0]?.terminals[1]?.terminal).toMatchObject({ title: 'server', titleSource: 0 })
  expect(tabs[1]?.terminals[0]?.terminal).toMatchObject({ memo: { icon: { id: 'flame' } } })
  await again.reopen(b)
  again.client.input({ id: b, data: 'echo st""ill here\r' })
  await again.until(() => again.output(b).includes('still here'))
  expect(page.output(b)).not.toContain('still here')
})

test('a new page takes over what a closed one, or one without a connection, has left', async () => {
  const [closed, lost, alive] = [await engine.page(), await engine.page(), await engine.page()]
  const [a, b, c] = [await closed.open(), await lost.open(), await alive.open()]
  closed.client.setLayout({ tabs: [tab(a)], background: null })
  await closed.client.ping({})
  closed[Symbol.dispose]()
  lost.connected = false

  const page = await engine.page()
  const { tabs } = await page.client.takeLayout({})
  expect(tabs.map(({ terminals }) => terminals.map(({ terminal }) => terminal.id))).toEqual([[a], [b]])
  // What is in no layout comes as a tab of its own; what a living page has stays with it.
  expect((await alive.client.list({})).map(({ id }) => id)).toEqual([c])
  expect(await lost.client.list({})).toEqual([])
})

test('what is not meant to outlive its page ends with it', async () => {
  const page = await engine.page()
  const stays = await page.open()
  const goes = await page.open({ persistent: false })
  await page.client.create(plain)
  page[Symbol.dispose]()
  const other = await engine.page()
  await expect.poll(() => engine.terminals.get(goes)).toBeUndefined()
  expect((await other.client.list({})).map(({ id }) => id)).toEqual([stays])
})

test('a terminal that a page gives up may be taken by another', async () => {
  const [one, other] = [await engine.page(), await engine.page()]
  const id = await one.open()
  await one.client.detach({ id })
  await other.reopen(id)
  expect(await one.client.attach({ id })).toBe(false)
})

test('after a restart of the engine, terminals are where they were, with what they showed and a new shell', async () => {
  const page = await engine.page('lasting-page')
  const [a, b] = [await page.open({ nonce: 'nonce-a' }), await page.open({ memo: { color: 'red' } })]
  const goes = await page.open({ persistent: false })
  page.client.setLayout({ tabs: [tab(a, b), tab(goes)], background: null })
  page.client.update({ id: b, title: 'server', titleSource: 0 })
  page.client.input({ id: a, data: 'cd /tmp; kept=no; echo mem""ory\r' })
  await page.until(() => page.output(a).includes('memory'))
  await engine.restart()

  const again = await engine.page('lasting-page')
  const { tabs } = await again.client.takeLayout({})
  const [left, right] = tabs[0]?.terminals.map(({ terminal }) => terminal) ?? []
  expect(tabs).toHaveLength(1)
  expect(left).toMatchObject({ cwd: '/tmp', nonce: 'nonce-a' })
  expect(right).toMatchObject({ title: 'server', titleSource: 0, memo: { color: 'red' } })
  const replay = await again.reopen(left!.id)
  expect(replay.data).toContain('memory')
  again.client.input({ id: left!.id, data: 'echo "$PWD <$kept>"\r' })
  await again.until(() => again.output(left!.id).includes('/tmp <>'))

  // One that nobody has looked at is saved again as it was.
  await engine.restart()
  const third = await engine.page('lasting-page')
  const list = await third.client.list({})
  expect(list.map(({ title }) => title)).toContain('server')
  const data = (await third.reopen(list[0]!.id)).data
  expect(data).toContain('memory')
  expect(data).toContain('/tmp <>')
})
