import { Channel, createConnection, type Socket } from '@caret/protocol'
import type { HostOptions } from '../contract.ts'
import { serveModels } from './serve-models.ts'

// A process of its own: loading and reading hold up an event loop, and what llama.cpp cannot bear ends its process.
const channel = new Channel()
const socket: Socket = { send: (frame) => process.send?.(frame), close: () => process.disconnect?.() }
process.on('message', (frame: string | Uint8Array) => channel.receive(socket, frame))
// Whoever started it is gone, and with that everybody who asks.
process.on('disconnect', () => process.exit())
serveModels(createConnection(channel), JSON.parse(process.argv[2]!) as HostOptions)
channel.attach(socket, 0)
