// A language server that does what a test tells it, over standard input and output.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = require('vscode-jsonrpc/node.js')
const { TextDocument } = require('vscode-languageserver-textdocument')

if (process.argv.includes('--mute')) setInterval(() => {}, 1000)
else if (process.argv.includes('--broken')) {
  console.error('error: no such component')
  process.exitCode = 2
} else serve()

function serve() {
  const connection = createMessageConnection(
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  )
  const documents = new Map()
  const heard = []
  connection.onRequest('initialize', () => ({ capabilities: { textDocumentSync: 2, executeCommandProvider: {} } }))
  connection.onRequest('shutdown', () => null)
  connection.onNotification('exit', () => process.exit(0))
  connection.onNotification('textDocument/didOpen', ({ textDocument: { uri, languageId, version, text } }) => {
    heard.push(`open ${version}`)
    documents.set(uri, TextDocument.create(uri, languageId, version, text))
  })
  connection.onNotification('textDocument/didChange', ({ textDocument: { uri, version }, contentChanges }) => {
    heard.push(`change ${version}`)
    TextDocument.update(documents.get(uri), contentChanges, version)
  })
  connection.onNotification('textDocument/didClose', ({ textDocument: { uri } }) => {
    heard.push('close')
    documents.delete(uri)
  })
  connection.onNotification('workspace/didChangeConfiguration', () => heard.push('configuration'))
  connection.onNotification('workspace/didChangeWatchedFiles', ({ changes }) =>
    heard.push(...changes.map(({ uri, type }) => `file ${type} ${uri.split('/').pop()}`)),
  )

  connection.onRequest('test/text', (uri) => documents.get(uri)?.getText() ?? null)
  connection.onRequest('test/heard', () => heard)
  connection.onRequest('test/never', () => new Promise(() => {}))
  connection.onRequest('test/ask', ({ method, params }) => connection.sendRequest(method, params))
  connection.onRequest('test/report', ({ workDoneToken: token }) =>
    connection.sendNotification('$/progress', { token, value: { kind: 'report', message: 'half' } }),
  )
  connection.onRequest('workspace/executeCommand', ({ arguments: [edit] }) =>
    connection.sendRequest('workspace/applyEdit', { edit }),
  )
  connection.onNotification('test/tell', ({ method, params }) => connection.sendNotification(method, params))
  connection.onNotification('test/crash', () => process.exit(3))
  connection.listen()
}
