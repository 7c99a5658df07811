import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { type ChangeParams, type OpenParams, SharedDocuments } from './documents.ts'

const uri = 'file:///a.ts'

/** A server that obeys the protocol and complains when the broker does not. */
function createServer() {
  let document: TextDocument | undefined
  let lastVersion = 0
  const tell = (method: string, params: object) => {
    if (method === 'textDocument/didOpen') {
      expect(document).toBeUndefined()
      const { languageId, version, text } = (params as OpenParams).textDocument
      document = TextDocument.create(uri, languageId, version, text)
    } else if (method === 'textDocument/didChange') {
      const { textDocument, contentChanges } = params as ChangeParams
      expect(textDocument.version).toBeGreaterThan(lastVersion)
      document = TextDocument.update(document!, contentChanges, textDocument.version)
    } else {
      document = undefined
    }
    lastVersion = document?.version ?? 0
  }
  return { tell, text: () => document?.getText() }
}

/** A client with a text of its own. */
function createReader(documents: SharedDocuments, passive: boolean) {
  const reader = { passive }
  let own: TextDocument | undefined
  return {
    reader,
    isOpen: () => own !== undefined,
    text: () => own?.getText(),
    open(text: string) {
      own = TextDocument.create(uri, 'typescript', 1, text)
      documents.open(reader, { textDocument: { uri, languageId: 'typescript', version: 1, text } })
    },
    change(start: number, end: number, text: string) {
      const at = (fraction: number) => own!.positionAt(Math.round(fraction * own!.getText().length))
      const contentChanges = [{ range: { start: at(start), end: at(end) }, text }]
      const version = own!.version + 1
      documents.change(reader, { textDocument: { uri, version }, contentChanges })
      own = TextDocument.update(own!, contentChanges, version)
    },
    close() {
      own = undefined
      documents.close(reader, uri)
    },
  }
}

const fraction = fc.double({ min: 0, max: 1, noNaN: true })
const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\r\n', '€', '👍'), maxLength: 6 })
const step = fc.record({
  who: fc.nat(3),
  what: fc.constantFrom('open', 'change', 'change', 'change', 'close'),
  start: fraction,
  length: fraction,
  text,
})

test.each([true, false])('the server has the text of the client that changed last (in parts: %s)', (incremental) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const server = createServer()
      const documents = new SharedDocuments(server.tell, () => incremental)
      const readers = [false, false, false, true].map((passive) => createReader(documents, passive))
      // Those who have it open, in the order of their last change.
      const order: (typeof readers)[number][] = []
      const leave = (reader: (typeof readers)[number]) => order.splice(order.indexOf(reader), 1)
      for (const { who, what, start, length, text } of steps) {
        const reader = readers[who]!
        if (what === 'open' && !reader.isOpen()) {
          reader.open(text)
          // Opening what is open already changes nothing.
          order.unshift(reader)
        } else if (what === 'change' && reader.isOpen()) {
          reader.change(start, start + (1 - start) * length, text)
          leave(reader)
          order.push(reader)
        } else if (what === 'close' && reader.isOpen()) {
          reader.close()
          leave(reader)
        }
        const last = order.findLast((other) => !other.reader.passive) ?? order.at(-1)
        expect(server.text()).toBe(last?.text())
        expect(documents.get(uri)?.text).toBe(last?.text())
      }
    }),
  )
})

test('a server that starts anew gets every document as it is', () => {
  let server = createServer()
  const documents = new SharedDocuments(
    (method, params) => server.tell(method, params),
    () => true,
  )
  const [one, two] = [createReader(documents, false), createReader(documents, false)]
  one.open('old')
  two.open('old')
  two.change(0, 1, 'new')
  server = createServer()
  documents.announceAll()
  expect(server.text()).toBe('new')
  one.change(1, 1, 'er')
  expect(server.text()).toBe('older')
})

test('a version is a client’s own only where its text is the server’s', () => {
  const documents = new SharedDocuments(
    () => {},
    () => true,
  )
  const [one, two] = [createReader(documents, false), createReader(documents, false)]
  one.open('a')
  two.open('a')
  expect(documents.versionFor(two.reader, uri)).toBe(1)
  one.change(1, 1, 'b')
  expect(documents.versionFor(one.reader, uri)).toBe(2)
  expect(documents.versionFor(two.reader, uri)).toBeUndefined()
})
