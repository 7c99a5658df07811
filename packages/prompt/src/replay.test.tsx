import { expect, test } from 'vitest'
import { compare, type Prompt, readRecording, renderPrompt, replay } from './index.ts'
import { characters, textOf } from './testing/characters.ts'

interface AskProps {
  question: string
  rules: string[]
}

const ask: Prompt<AskProps> = {
  name: 'ask',
  version: 1,
  component: ({ question, rules }) => (
    <>
      <system>
        {rules.map((rule, at) => (
          <block priority={-at}>{rule}</block>
        ))}
      </system>
      <user>{question}</user>
    </>
  ),
}
const askLater: Prompt<AskProps> = { ...ask, version: 2, component: ({ question }) => <user>Please: {question}</user> }

const props = { question: 'why?', rules: ['be brief', 'be kind'] }

test('a request is recorded, and rendered again', async () => {
  const { recording } = await renderPrompt(ask, props, { budget: 24 })
  const read = readRecording(JSON.stringify(recording))
  expect(read).toMatchObject({ prompt: 'ask', version: 1, props, budget: 24, tokenizer: 'o200k_base' })
  const again = await replay(read, { prompts: [ask] })
  expect(again.messages).toEqual(recording.messages)
  expect(again.report().children[0]).toMatchObject({ name: 'ask' })
  expect(await compare(read, { prompts: [ask] })).toMatchObject({ patch: '', version: [1, 1] })
  const less = await replay(read, { prompts: [ask], budget: 14 })
  expect(textOf(less)).toBe('why?')
})

test("what today's code does otherwise is shown", async () => {
  const { recording } = await renderPrompt(ask, props, { budget: 100 })
  const change = await compare(recording, { prompts: [askLater] })
  expect(change).toMatchObject({ prompt: 'ask', version: [1, 2] })
  expect(change.patch).toContain('-── system\n-be brief\n-be kind\n ── user\n-why?\n+Please: why?\n')
})

test('what is missing is told', async () => {
  const { recording } = await renderPrompt(ask, props, { budget: 100, tokenizer: characters })
  await expect(replay(recording, { prompts: [] })).rejects.toThrow('There is no prompt named ask; there is: none.')
  await expect(replay(recording, { prompts: [ask] })).rejects.toThrow('the tokenizer characters')
  expect(await replay(recording, { prompts: [ask], tokenizer: characters })).toMatchObject({ tokens: recording.tokens })
  const strange = { question: 'x', rules: [() => 'x'] } as unknown as AskProps
  await expect(renderPrompt(ask, strange, { budget: 1 })).rejects.toThrow('the props of ask, rules, item 0')
  expect(() => readRecording('{')).toThrow('It is not JSON')
  expect(() => readRecording('{"prompt":1}')).toThrow('It is no recorded prompt')
})
