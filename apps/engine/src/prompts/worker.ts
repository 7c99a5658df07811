import { parentPort } from 'node:worker_threads'
import { Channel, createConnection, serve, type Socket } from '@caret/protocol'
import { renderService } from './contract.ts'
import { ownPrompts } from './own.ts'
import { preview } from './preview.ts'

const port = parentPort!
const channel = new Channel()
const socket: Socket = { send: (frame) => port.postMessage(frame), close: () => port.close() }
port.on('message', (frame) => channel.receive(socket, frame))
serve(createConnection(channel), renderService, {
  render: ({ recording, budget }, signal) => preview(recording, ownPrompts, budget, signal),
})
channel.attach(socket, 0)
