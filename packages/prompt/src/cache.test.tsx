import { expect, test } from 'vitest'
import { render, sharedPrefix, toModelMessages } from './index.ts'
import { characters } from './testing/characters.ts'

const session = (questions: string[], budget = 1000) =>
  Promise.all(
    questions.map((question) =>
      render(
        <>
          <system stable>Rules</system>
          <user>
            <block stable>The file</block>
            <block>{question}</block>
          </user>
        </>,
        { budget, tokenizer: characters },
      ),
    ),
  )

test('breakpoints stand at the ends of what is stable', async () => {
  const [rendered] = await session(['one'])
  expect(rendered!.breakpoints).toEqual([
    { message: 0, part: 0, tokens: 5 },
    { message: 1, part: 0, tokens: 13 },
  ])
  expect(rendered!.messages[1]!.content).toEqual([
    { type: 'text', text: 'The file' },
    { type: 'text', text: '\none' },
  ])
  const mark = { providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } } }
  expect(toModelMessages(rendered!)).toEqual([
    { role: 'system', content: 'Rules', ...mark },
    {
      role: 'user',
      content: [
        { type: 'text', text: 'The file', ...mark },
        { type: 'text', text: '\none' },
      ],
    },
  ])
})

test('nothing that changes pushes out what is stable', async () => {
  const prompt = (words: string) => (
    <>
      <system stable priority={1}>
        rules
      </system>
      <user priority={9}>{words}</user>
    </>
  )
  const show = async (words: string, must = '') => {
    const { messages } = await render([prompt(words), must], { budget: 20, tokenizer: characters })
    return messages.map(({ role }) => role)
  }
  expect(await show('short')).toEqual(['system', 'user'])
  expect(await show('much too long for both')).toEqual(['system'])
  // But for what must be there.
  expect(await show('short', 'essential essential')).toEqual(['user'])
})

test('what is stable behind what is not is told', async () => {
  const Rules = () => <text>rules</text>
  const { warnings, breakpoints } = await render(
    <>
      time
      <Rules stable />
    </>,
    { budget: 20, tokenizer: characters },
  )
  expect(warnings).toEqual([
    'Rules is stable but stands behind what is not, so it cannot be cached: put it further up.',
  ])
  expect(breakpoints).toEqual([])
})

test('the share of a session that is a shared prefix', async () => {
  const rendered = await session(['one', 'once', 'two'])
  const { requests, share } = await sharedPrefix(
    rendered.map(({ messages }) => messages),
    characters,
  )
  // Roles count as they are written; what may be a part of another token does not.
  const prefix = '\0system'.length + 5 + '\0user'.length + 'The file'.length
  expect(requests.map(({ shared }) => shared)).toEqual([prefix, prefix])
  expect(share).toBeCloseTo((2 * prefix) / (2 * prefix + '\none\nonce'.length))
  expect(await sharedPrefix([], characters)).toEqual({ requests: [], share: 0 })
})

test('what providers ask for beyond the messages', async () => {
  const { messages } = await render(
    <>
      <user>
        look <image image="https://a.b/c.png" />
      </user>
      <assistant>
        <tool-call id="1" name="read" input={{}} />
      </assistant>
      <tool-result id="1" name="read" isError>
        no such file
      </tool-result>
      <assistant>{'Well, '}</assistant>
    </>,
    { budget: 10_000 },
  )
  expect(toModelMessages({ messages, breakpoints: [] })).toEqual([
    {
      role: 'user',
      content: [
        { type: 'text', text: 'look ' },
        { type: 'image', image: new URL('https://a.b/c.png') },
      ],
    },
    { role: 'assistant', content: [{ type: 'tool-call', toolCallId: '1', toolName: 'read', input: {} }] },
    {
      role: 'tool',
      content: [
        {
          type: 'tool-result',
          toolCallId: '1',
          toolName: 'read',
          output: { type: 'error-text', value: 'no such file' },
        },
      ],
    },
    { role: 'assistant', content: [{ type: 'text', text: 'Well,' }] },
  ])
})
