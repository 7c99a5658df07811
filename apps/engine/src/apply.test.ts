import { type Scene, startScene, words } from '@caret/models/testing'
import { type ApplyPart, applyService, Channel, connect, createConnection, type Socket } from '@caret/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { serveApply } from './apply.ts'

let scene: Scene
let served: Disposable
let ends: Channel[]
let asked: string[]
let apply: ReturnType<typeof connectHere>

beforeEach(async () => {
  scene = await startScene({ roles: { apply: 'openai/fake' } })
  apply = connectHere()
})

afterEach(async () => {
  for (const end of ends) end.end()
  served[Symbol.dispose]()
  await scene[Symbol.asyncDispose]()
})

function connectHere() {
  const [here, there] = [new Channel(), new Channel()]
  ends = [here, there]
  asked = []
  const toHere: Socket = { send: (frame) => queueMicrotask(() => there.receive(toThere, frame)), close: () => {} }
  const toThere: Socket = { send: (frame) => queueMicrotask(() => here.receive(toHere, frame)), close: () => {} }
  served = serveApply(createConnection(there), scene.registry, ({ prompt }) => void asked.push(prompt))
  const client = connect(createConnection(here), applyService)
  here.attach(toHere, 0)
  there.attach(toThere, 0)
  return client
}

const original = 'function first(a) {\n  send(a)\n}\n\nfunction second(a) {\n  send(a)\n}\n'
const sketch = '// ... existing code ...\n  check(a)\n  send(a)\n// ... existing code ...\n'
const input = { path: 'a.js', original, sketch }
const good = original.replace('second(a) {\n', 'second(a) {\n  check(a)\n')

test('what is not certain says why and where, and a model writes it, which is told and shown', async () => {
  expect(await apply.sketch(input)).toMatchObject({ kind: 'declined', region: expect.anything() })
  scene.fake.answer({ steps: words(`\`\`\`js\n${good}\`\`\``).flatMap((step) => [step, { wait: 20 }]) })
  const parts: ApplyPart[] = []
  expect(await apply.merge(input, (part) => parts.push(part))).toEqual({
    kind: 'applied',
    text: good,
    model: 'openai/fake',
  })
  expect(parts[0]).toEqual({ type: 'start', model: 'openai/fake' })
  expect(parts.some((part) => part.type === 'text')).toBe(true)
  expect(asked).toEqual(['merge'])
})

test('what is certain asks no model, and says what was kept', async () => {
  const long = `${original}\nfunction third(a) {\n  log(a)\n  wait(a)\n  stop(a)\n  return a\n}\n`
  const certain = '// ... existing code ...\nfunction third(a, b) {\n  log(a)\n  wait(a)\n\n  stop(a)\n  return a\n}\n'
  const result = await apply.merge({ ...input, original: long, sketch: certain }, () => {})
  expect(result).toEqual({ kind: 'applied', text: long.replace('third(a)', 'third(a, b)'), slips: [11] })
  expect(scene.fake.requests).toEqual([])
})

test('who cancels ends the request', async () => {
  scene.fake.answer({ steps: [...words('```\nfunction'), 'stall'] })
  const stop = new AbortController()
  const merging = apply.merge(input, (part) => part.type === 'start' && stop.abort(), stop.signal)
  await expect(merging).rejects.toThrow()
})
