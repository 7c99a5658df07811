import {
  Channel,
  type Client,
  connect,
  createConnection,
  type Socket,
  type TabScope,
  tabService,
} from '@caret/protocol'
import { createPredictor } from '@caret/tab'
import { createMemoryWorkspace } from '@caret/workspace'
import { expect, onTestFinished, test } from 'vitest'
import { silentLog } from '../log.ts'
import { openPlace } from '../place.ts'
import { createDocuments } from './documents.ts'
import { serveTab } from './serve.ts'
import type { Tab } from './tab.ts'

const greeting = (name: string) => `export function ${name}(user) {\n  log(user)\n  return send(user)\n}\n\n`
const mail = ['welcome', 'remind', 'renew', 'goodbye'].map(greeting).join('')
const typed = 'export function greet(user) {\n  log(user)\n  re'

/** A page at an engine whose predictor needs no thread. */
async function openPage() {
  const place = await openPlace(createMemoryWorkspace({ 'mail.ts': mail }, { root: '/code' }))
  const predictor = createPredictor()
  await predictor.open({ files: new Map([['mail.ts', '1']]), read: async () => mail })
  const documents = createDocuments(predictor, () => {})
  documents.begin()
  const seen: string[] = []
  const thread: Partial<Client<(typeof tabService)['methods']>> = {
    sync: ({ path, text }) => documents.sync(path, text),
    see: ({ length, ...scope }) => {
      seen.push(scope.path)
      if (documents.agrees(scope.path, length)) predictor.see(scope)
    },
    complete: async ({ path, offset, eagerness }) => {
      const found = await predictor.complete({ path, offset, eagerness })
      return found ? { ...found, kind: 'edit', id: 1, path, offset, remove: 0, insert: found.text } : null
    },
    complain: () => {},
    close: ({ path }) => documents.close(path),
  }
  const none = () => ({ [Symbol.dispose]: () => {} })
  const tab: Partial<Tab> = {
    ...{ predictor: () => thread as Client<(typeof tabService)['methods']>, asker: () => undefined },
    ...{ onResend: none, onModel: none, onHeard: none, model: { state: 'none' } },
  }
  const [here, there] = [new Channel(), new Channel()]
  const toHere: Socket = { send: (frame) => queueMicrotask(() => there.receive(toThere, frame)), close: () => {} }
  const toThere: Socket = { send: (frame) => queueMicrotask(() => here.receive(toHere, frame)), close: () => {} }
  const served = serveTab(createConnection(there), place, tab as Tab, silentLog)
  const page = connect(createConnection(here), tabService)
  here.attach(toHere, 0)
  there.attach(toThere, 0)
  onTestFinished(async () => {
    for (const end of [here, there]) end.end()
    served[Symbol.dispose]()
    await place[Symbol.asyncDispose]()
  })
  return { page, seen }
}

test('what a page says of a scope is where continuations end; of files that are not open, it says nothing', async () => {
  const { page, seen } = await openPage()
  const path = '/code/new.ts'
  const scope: Omit<TabScope, 'path'> = {
    offset: 0,
    length: typed.length,
    kind: 'names',
    names: ['log'],
    complete: true,
  }
  const insert = async () => {
    const caret = { path, offset: typed.length, length: typed.length, eagerness: 'medium' } as const
    return (await page.complete(caret))?.insert
  }
  page.sync({ path, text: typed })
  expect(await insert()).toMatch(/^turn send/)
  page.see({ path, ...scope, length: 1 })
  expect(await insert()).toMatch(/^turn send/)
  page.see({ path, ...scope })
  expect(await insert()).toBe('turn')
  page.see({ path: '/code/mail.ts', ...scope })
  page.see({ path: '/elsewhere/new.ts', ...scope })
  await insert()
  expect(seen).toEqual(['new.ts', 'new.ts'])
})
