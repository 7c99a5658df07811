import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Channel, type Socket } from './channel.ts'
import type { Frame } from './frame.ts'

/** Two ends and a wire between them that delivers when told to, and may be cut at any time. */
class Wire {
  readonly a = new Channel()
  readonly b = new Channel()
  readonly got = { a: [] as Frame[], b: [] as Frame[] }
  #queue: (() => void)[] = []

  constructor() {
    this.a.onFrame = (frame) => this.got.a.push(frame)
    this.b.onFrame = (frame) => this.got.b.push(frame)
    this.connect()
  }

  /** What was under way is lost, and a new pair of sockets is attached. */
  connect(): void {
    this.#queue = []
    const queue = this.#queue
    const toA: Socket = { send: (frame) => queue.push(() => this.b.receive(toB, frame)), close: () => {} }
    const toB: Socket = { send: (frame) => queue.push(() => this.a.receive(toA, frame)), close: () => {} }
    const [receivedByA, receivedByB] = [this.a.received, this.b.received]
    this.a.attach(toA, receivedByB)
    this.b.attach(toB, receivedByA)
  }

  deliver(count: number): void {
    for (const step of this.#queue.splice(0, count)) step()
  }

  deliverAll(): void {
    while (this.#queue.length > 0) this.deliver(this.#queue.length)
  }
}

const step = fc.oneof(
  fc.record({ do: fc.constant('a' as const), frame: fc.string().map((text) => `{${text}`) }),
  fc.record({ do: fc.constant('b' as const), frame: fc.uint8Array({ maxLength: 8 }) }),
  fc.record({ do: fc.constant('deliver' as const), count: fc.nat(5) }),
  fc.record({ do: fc.constant('cut' as const) }),
)

test('whatever is cut, each frame arrives once and in order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      using wire = Object.assign(new Wire(), { [Symbol.dispose]() {} })
      const sent = { a: [] as Frame[], b: [] as Frame[] }
      for (const action of steps) {
        if (action.do === 'deliver') wire.deliver(action.count)
        else if (action.do === 'cut') wire.connect()
        else {
          sent[action.do].push(action.frame)
          wire[action.do].send(action.frame)
        }
      }
      wire.deliverAll()
      wire.connect()
      wire.deliverAll()
      expect(wire.got.b).toEqual(sent.a)
      expect(wire.got.a).toEqual(sent.b)
      wire.a.end()
      wire.b.end()
    }),
  )
})

test('a channel whose peer stays away ends when it would keep too much', () => {
  const channel = new Channel(10)
  let ended = false
  channel.onEnd = () => {
    ended = true
  }
  channel.send('1234')
  expect(ended).toBe(false)
  channel.send('1234')
  expect(ended).toBe(true)
})
