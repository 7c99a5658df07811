import { parentPort } from 'node:worker_threads'
import { Channel, createConnection, serve, type Socket } from '@caret/protocol'
import { keepSurprise, readReview } from '@caret/review'
import { readerService } from './contract.ts'

const port = parentPort!
const channel = new Channel()
const socket: Socket = { send: (frame) => port.postMessage(frame), close: () => port.close() }
port.on('message', (frame) => channel.receive(socket, frame))
const surpriseIn = keepSurprise()
serve(createConnection(channel), readerService, {
  read: ({ unsaved, ...options }, signal) =>
    readReview({ ...options, surpriseIn, unsaved: new Map(Object.entries(unsaved)) }, signal),
})
channel.attach(socket, 0)
