import { type Scene, startScene, words } from '@caret/models/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { applySketch } from './apply-sketch.ts'
import { applyWithModel, type MergeProgress } from './apply-with-model.ts'
import { openPart } from './merging/part.ts'
import type { SketchResult } from './result.ts'

let scene: Scene

beforeEach(async () => {
  scene = await startScene({ roles: { apply: 'openai/fake' } })
})

afterEach(() => scene[Symbol.asyncDispose]())

const original = `import { send } from './wire'

export function first(item) {
  send(item)
  return item
}

export function second(item) {
  send(item)
  return item
}
`
// Which of the two is not said.
const sketch = '// ... existing code ...\n  check(item)\n  send(item)\n// ... existing code ...\n'
const good = original.replace('second(item) {\n', 'second(item) {\n  check(item)\n')
const block = (text: string) => `\`\`\`js\n${text}\`\`\`\n`

const apply = (progress: MergeProgress[] = [], signal = AbortSignal.timeout(20_000)): Promise<SketchResult> =>
  applyWithModel(
    { path: 'a.js', original, sketch },
    { models: scene.registry, onProgress: (part) => progress.push(part) },
    signal,
  )

test('what is certain asks nobody', async () => {
  const certain = original.replace('send(item)\n  return', 'send(item)\n  log(item)\n  return')
  const options = { models: scene.registry }
  const result = await applyWithModel({ path: 'a.js', original, sketch: certain }, options, AbortSignal.timeout(20_000))
  expect(result).toMatchObject({ kind: 'applied', text: certain })
  expect(scene.fake.requests).toEqual([])
})

test('what is not certain is written by the model, and the result says so', async () => {
  scene.fake.answer({ steps: words(block(good)) })
  const progress: MergeProgress[] = []
  expect(await apply(progress)).toMatchObject({ kind: 'applied', text: good, model: 'openai/fake' })
  expect(progress[0]).toEqual({ type: 'start', model: 'openai/fake' })
  const texts = progress.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  expect(texts.length).toBeGreaterThan(3)
  for (const text of texts) expect(text).toContain('export function second(item) {')
  const said = JSON.stringify(scene.fake.requests[0]!.body)
  expect(said).toContain('existing code')
})

test.each([
  ['loses a line', good.replace("import { send } from './wire'\n", ''), 'lost a line'],
  [
    'invents a line',
    good.replace('  check(item)\n', '  check(item)\n  audit(item)\n'),
    'neither the file nor the sketch',
  ],
  ['forgets the change', original, 'left out a line of the sketch'],
  ['leaves out lines', '// ... existing code ...\n  check(item)\n', 'left out lines of its own'],
  ['writes a function twice', `${good}\nexport function second(item) {\n  return item\n}\n`, 'twice'],
  ['breaks the file', good.replace('check(item)\n  send', 'check(item)\n}\n  send'), 'errors of syntax'],
])('an answer that %s is declined', async (_, answer, reason) => {
  scene.fake.answer({ steps: words(block(answer)) })
  expect(await apply()).toMatchObject({ kind: 'declined', reason: expect.stringContaining(reason) })
})

test('an answer without code is declined, and so is one that was cut', async () => {
  scene.fake.answer({ steps: words(`${block(good)}or\n${block(good)}`) })
  expect(await apply()).toMatchObject({ kind: 'declined', reason: expect.stringContaining('one block') })
})

test('without a model the reason and the lines are those of the structure', async () => {
  await using none = await startScene({}, { env: {} })
  const options = { models: none.registry }
  const result = await applyWithModel({ path: 'a.js', original, sketch }, options, AbortSignal.timeout(20_000))
  expect(result).toMatchObject({ kind: 'declined', region: { start: 3, end: 9 } })
})

test('who cancels ends it', async () => {
  scene.fake.answer({ steps: [...words('```\nimport'), 'stall'] })
  const stop = new AbortController()
  const asked = apply([], stop.signal)
  setTimeout(() => stop.abort(new Error('enough')), 200)
  await expect(asked).rejects.toThrow('enough')
})

test('only the doubtful part of a sketch is asked about, the rest is put in', async () => {
  const middle = Array.from({ length: 60 }, (_, at) => `export const value${at} = ${at}\n`).join('')
  const long = original.replace("'./wire'\n", `'./wire'\n\n${middle}`)
  const head = "import { send } from './wire'\nimport { check } from './check'\n\nexport const value0 = 0\n"
  const input = { path: 'a.js', original: long, sketch: head + sketch }
  const certain = applySketch(input)
  if (certain.kind === 'applied') throw new Error('It should not be certain.')
  const open = openPart(input, certain)
  expect(open.sketch).toBe('  check(item)\n  send(item)')
  expect(open.text).toBe(long.replace("'./wire'\n", "'./wire'\nimport { check } from './check'\n"))
  expect(open.region.end - open.region.start).toBeLessThan(40)
  const lines = open.text.split('\n').slice(open.region.start, open.region.end).join('\n')
  const change = (text: string) => text.replace('second(item) {\n', 'second(item) {\n  check(item)\n')
  scene.fake.answer({ steps: words(block(`${change(lines)}\n`)) })
  const result = await applyWithModel(input, { models: scene.registry }, AbortSignal.timeout(20_000))
  expect(result).toMatchObject({ kind: 'applied', text: change(open.text) })
})
