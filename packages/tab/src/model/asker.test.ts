import { type Answer, type Scene, startScene, words } from '@caret/models/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { type CaretPredictor, createPredictor } from '../index.ts'
import type { Heard } from './consultant.ts'
import { type Asker, createAsker, type ModelState } from './index.ts'

/** A user at a file, a predictor, and a model on loopback. */
interface Stage extends AsyncDisposable {
  scene: Scene
  predictor: CaretPredictor
  asker: Asker
  heard: Heard[]
  states: ModelState[]
  text(): string
  /** Types at the caret, as pages tell of it. */
  type(text: string): void
  /** Asks as a page does, and gives what is shown. */
  ask(): Promise<string | undefined>
  caret(): { path: string; offset: number }
}

const path = 'a.ts'
const stages: Stage[] = []
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage[Symbol.asyncDispose]()
})

async function startStage(
  start: string,
  { model = 'chat/qwen2.5-coder', settings = {}, patience = 10_000, rest = 0 } = {},
): Promise<Stage> {
  const scene = await startScene({ roles: { tab: model }, ...settings })
  // Only what a model says.
  const predictor = createPredictor({ sources: ['fill', 'rewrite'], repository: () => 'shop' })
  let text = start.replace('|', '')
  let offset = start.indexOf('|')
  await predictor.open({ files: new Map([[path, '1']]), read: async () => text })
  const [heard, states]: [Heard[], ModelState[]] = [[], []]
  const caret = () => ({ path, offset })
  const asker = createAsker({
    models: scene.registry,
    thinker: {
      question: predictor.question,
      hear: async (id, said) => predictor.hear(id, said),
    },
    onHeard: (_, kind) => void heard.push(kind),
    onState: (state) => void states.push(state),
    times: { pause: 0, patience, rest },
  })
  const stage: Stage = {
    ...{ scene, predictor, asker, heard, states, caret },
    text: () => text,
    type: (typed) => {
      const edit = { path, offset, remove: 0, insert: typed }
      text = text.slice(0, offset) + typed + text.slice(offset)
      offset += typed.length
      asker.edit(edit)
      predictor.record(edit)
    },
    ask: async () => {
      const found = await predictor.complete(caret())
      const shown = found && { edit: { path, offset, remove: 0, insert: found.text }, kind: 'continuation' as const }
      asker.consider(caret(), shown)
      return found?.text
    },
    async [Symbol.asyncDispose]() {
      asker[Symbol.dispose]()
      await scene[Symbol.asyncDispose]()
    },
  }
  stages.push(stage)
  return stage
}

const says = (text: string): Answer => ({ steps: words(text) })
const eventually = (assertion: () => void) => vi.waitFor(assertion, 20_000)
const untilHeard = ({ heard }: Stage, times = 1) => eventually(() => expect(heard).toHaveLength(times))
/** An answer without an end. */
const held = (text: string): Answer => ({ steps: [...words(text), 'stall'] })

test('an answer arrives later, and is there when the page asks again', async () => {
  const stage = await startStage('const total = |\n')
  stage.scene.fake.answer(says('a + b'))
  expect(await stage.ask()).toBeUndefined()
  await untilHeard(stage)
  expect(stage.heard).toEqual(['continuation'])
  expect(await stage.ask()).toBe('a + b')
  expect(stage.scene.fake.requests[0]).toMatchObject({
    path: '/v1/completions',
    body: { prompt: '<|fim_prefix|>const total = <|fim_suffix|>\n<|fim_middle|>', temperature: 0 },
  })
  expect(stage.states).toEqual([{ state: 'ready', model: 'chat/qwen2.5-coder' }])
})

test('who types along keeps what is under way, and what is there', async () => {
  const stage = await startStage('const total = |\n')
  stage.scene.fake.answer({ steps: [{ text: 'first + ' }, { wait: 60 }, { text: 'second' }] })
  await stage.ask()
  await stage.scene.fake.arrival(0)
  stage.type('fi')
  expect(await stage.ask()).toBeUndefined()
  stage.type('rst')
  await untilHeard(stage)
  expect(await stage.ask()).toBe(' + second')
  stage.type(' + s')
  expect(await stage.ask()).toBe('econd')
  stage.type('x')
  expect(await stage.predictor.complete(stage.caret())).toBeUndefined()
  expect(await stage.scene.fake.requests[0]!.over).toBe('finished')
})

test('what does not go along ends the request at the model, and the next question is asked', async () => {
  const stage = await startStage('const total = |\n')
  stage.scene.fake.answer(held('first'), says('* 2'))
  await stage.ask()
  const first = await stage.scene.fake.arrival(0)
  stage.type('other ')
  await stage.ask()
  expect(await first.over).toBe('aborted')
  await untilHeard(stage)
  expect(await stage.ask()).toBe('* 2')
  expect(stage.scene.fake.requests[1]!.body.prompt).toContain('const total = other <')
})

test.each([
  ['elsewhere in the file', { path, offset: 0, remove: 0, insert: '\n' }],
  ['that takes something out', { path, offset: 10, remove: 2, insert: '' }],
  ['of another file', { path: 'b.ts', offset: 0, remove: 0, insert: 'f' }],
])('a change %s ends the request, too', async (_, change) => {
  const stage = await startStage('const total = |\n')
  stage.scene.fake.answer(held('first'))
  await stage.ask()
  const first = await stage.scene.fake.arrival(0)
  stage.asker.edit(change)
  expect(await first.over).toBe('aborted')
  expect(stage.heard).toEqual([])
})

test('when an answer is of no use any more, what was passed over for it is asked', async () => {
  const stage = await startStage('const total = |\n')
  stage.scene.fake.answer({ steps: [{ wait: 40 }, { text: 'first' }] }, says('ness'))
  await stage.ask()
  await stage.scene.fake.arrival(0)
  stage.type('other')
  await stage.ask()
  await untilHeard(stage)
  expect(await stage.ask()).toBe('ness')
})

test('while a suggestion is on the screen, the next one is asked for, and there at once when it is taken', async () => {
  const stage = await startStage('const total = |\n')
  stage.scene.fake.answer(says('a + b'), { steps: [{ text: '\nconst more = 1' }] })
  await stage.ask()
  await untilHeard(stage)
  expect(await stage.ask()).toBe('a + b')
  const ahead = await stage.scene.fake.arrival(1)
  expect(ahead.body.prompt).toBe('<|fim_prefix|>const total = a + b<|fim_suffix|>\n<|fim_middle|>')
  await ahead.over
  stage.type('a + b')
  expect(await stage.ask()).toBeUndefined()
  await untilHeard(stage, 2)
  expect(await stage.ask()).toBe('\nconst more = 1')
  // The third is asked for ahead of time already; nothing was asked twice.
  const prompts = stage.scene.fake.requests.map(({ body }) => body.prompt)
  expect(new Set(prompts).size).toBe(prompts.length)
})

test('what is asked ahead of time is dropped when the user does something else', async () => {
  const stage = await startStage('const total = |\n')
  stage.scene.fake.answer(says('a + b'), held('x'))
  await stage.ask()
  await untilHeard(stage)
  await stage.ask()
  const ahead = await stage.scene.fake.arrival(1)
  stage.type('q')
  expect(await ahead.over).toBe('aborted')
})

test('the same question is not asked twice', async () => {
  const stage = await startStage('const total = |\n')
  stage.scene.fake.answer(says('a + b'))
  await stage.ask()
  await untilHeard(stage)
  stage.type('x')
  const back = { path, offset: 14, remove: 1, insert: '' }
  stage.asker.edit(back)
  stage.predictor.record(back)
  stage.asker.consider({ path, offset: 14 }, undefined)
  await untilHeard(stage, 2)
  expect((await stage.predictor.complete({ path, offset: 14 }))?.text).toBe('a + b')
  expect(stage.scene.fake.requests).toHaveLength(1)
})

test.each([
  ['rubbish', says('```\nSure! Here is what you asked for.')],
  ['its own tokens', says('<|im_start|>assistant')],
  ['nothing', { steps: [] }],
])('a model that says %s suggests nothing, and is not away', async (_, answer) => {
  const stage = await startStage('const total = |\n')
  stage.scene.fake.answer(answer)
  await stage.ask()
  await eventually(() => expect(stage.states).toEqual([{ state: 'ready', model: 'chat/qwen2.5-coder' }]))
  expect(await stage.predictor.complete(stage.caret())).toBeUndefined()
  expect(stage.heard).toEqual([])
})

test('a model that fails is away, silently, and is let be for a while', async () => {
  const stage = await startStage('const total = |\n', { rest: 60_000 })
  stage.scene.fake.answer({ status: 401 })
  await stage.ask()
  await eventually(() => expect(stage.states).toHaveLength(1))
  expect(stage.states[0]).toMatchObject({
    state: 'away',
    model: 'chat/qwen2.5-coder',
    why: expect.stringMatching(/key/),
  })
  await stage.ask()
  expect(stage.scene.fake.requests).toHaveLength(1)
})

test('a model that stalls is given up, and the next one in the list is asked', async () => {
  const stage = await startStage('const total = |\n', {
    model: ['chat/qwen2.5-coder', 'lmstudio/codellama'] as unknown as string,
    patience: 1_500,
  })
  stage.scene.fake.answer(held('a'), says('b'))
  await stage.ask()
  await untilHeard(stage)
  expect(stage.scene.fake.requests.map(({ body }) => body.prompt)).toEqual([
    '<|fim_prefix|>const total = <|fim_suffix|>\n<|fim_middle|>',
    '<PRE> const total =  <SUF>\n <MID>',
  ])
  expect(stage.states.map(({ state }) => state)).toEqual(['away', 'ready'])
  expect(stage.states[0]!.why).toMatch(/has not answered/)
})

test('a spent budget is said, and nothing is sent', async () => {
  const stage = await startStage('const total = |\n', { settings: { dailyBudget: 0 }, rest: 60_000 })
  await stage.ask()
  await eventually(() => expect(stage.states[0]?.why).toMatch(/budget/))
  expect(stage.scene.fake.requests).toEqual([])
})

test('without a model for it, hosted ones are not taken unasked', async () => {
  const scene = await startScene({})
  const states: ModelState[] = []
  const asker = createAsker({
    models: scene.registry,
    thinker: { question: async () => expect.unreachable(), hear: async () => undefined },
    onHeard: () => expect.unreachable(),
    onState: (state) => void states.push(state),
    times: { pause: 0 },
  })
  expect(await asker.hasModel()).toBe(false)
  asker.consider({ path, offset: 0 }, undefined)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(asker.state).toEqual({ state: 'none' })
  expect([states, scene.fake.requests.filter(({ method }) => method === 'POST')]).toEqual([[], []])
  asker[Symbol.dispose]()
  await scene[Symbol.asyncDispose]()
})

test('a model that was made for it predicts edits near the caret, one after the other', async () => {
  const stage = await startStage('const sum|\nuse(total)\nsee(total)\n', { model: 'chat/zeta' })
  stage.type('mary = 1')
  const region = 'const summary = 1\nuse(summary)\nsee(summary)\n'
  stage.scene.fake.answer(says(`<|editable_region_start|>\n${region}<|editable_region_end|>\n\`\`\``))
  await stage.ask()
  await untilHeard(stage)
  expect(stage.heard).toEqual(['edit'])
  expect(stage.scene.fake.requests[0]!.body.prompt).toContain(
    'User edited "a.ts":\n```diff\n@@ -1,3 +1,3 @@\n-const sum',
  )
  const first = await stage.predictor.predict(stage.caret())
  expect(first).toMatchObject({ source: 'rewrite', edit: { path } })
})

test('any other model is asked in words, and its tokens are paid for', async () => {
  const stage = await startStage('const sum|\nuse(total)\n', { model: 'anthropic/claude' })
  stage.type('mary = 1')
  stage.scene.fake.answer(says('<region>\nconst summary = 1\nuse(summary)\n</region>'))
  await stage.ask()
  await untilHeard(stage)
  expect(await stage.predictor.predict(stage.caret())).toMatchObject({ edit: { insert: 'summary' } })
  expect(stage.scene.fake.requests[0]!.body).toMatchObject({ system: [{ cache_control: { type: 'ephemeral' } }] })
  const shown = { edit: { path, offset: 22, remove: 5, insert: 'summary' }, kind: 'edit' as const }
  stage.asker.consider(stage.caret(), shown)
  await new Promise((resolve) => setTimeout(resolve, 50))
  // Nothing is asked ahead of time for money.
  expect(stage.scene.fake.requests).toHaveLength(1)
  const { days } = await stage.scene.registry.usage(1)
  expect(days[0]?.models).toMatchObject([{ model: 'anthropic/claude', requests: 1 }])
})

test('how likely a suggestion is, the model says, if it does', async () => {
  for (const [logProb, least, most] of [
    [-0.02, 0.8, 0.9],
    [-2, 0, 0.05],
    [undefined, 0.4, 0.4],
  ] as const) {
    const stage = await startStage('const total = |\n')
    stage.scene.fake.answer({ steps: [{ text: 'sum(all)', ...(logProb && { logProb }) }] })
    await stage.ask()
    await untilHeard(stage)
    const found = await stage.predictor.complete({ ...stage.caret(), eagerness: 'high' })
    // What is so unlikely is not shown at all.
    expect(found?.probability ?? 0.01).toBeGreaterThanOrEqual(least)
    expect(found?.probability ?? 0.01).toBeLessThanOrEqual(most)
  }
})

test('what was dismissed at the caret is not shown there again', async () => {
  const stage = await startStage('const total = |\n')
  stage.scene.fake.answer(says('a + b'))
  await stage.ask()
  await untilHeard(stage)
  const found = await stage.predictor.complete(stage.caret())
  stage.predictor.settle(found!, 'dismissed')
  expect(await stage.predictor.complete(stage.caret())).toBeUndefined()
})

test('an answer that comes when the file has another text is not shown', async () => {
  const stage = await startStage('const total = |\n')
  stage.scene.fake.answer({ steps: [{ wait: 60 }, { text: 'a + b' }] })
  await stage.ask()
  const request = await stage.scene.fake.arrival(0)
  // As when another program writes it; the asker has not heard of that.
  stage.predictor.update(path, 'const sum = \n')
  await request.over
  await eventually(() => expect(stage.asker.state.state).toBe('ready'))
  expect(stage.heard).toEqual([])
  expect(await stage.predictor.complete({ path, offset: 12 })).toBeUndefined()
})
