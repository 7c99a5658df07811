import { expect, test } from 'vitest'
import { BudgetError, type PromptChild, render } from './index.ts'
import { characters, textOf } from './testing/characters.ts'

const show = async (prompt: PromptChild, budget = 1000) =>
  textOf(await render(prompt, { budget, tokenizer: characters }))

test('JSX becomes messages', async () => {
  const Name = ({ name }: { name: string }) => <>Ada {name}</>
  const { messages } = await render(
    <>
      <system>Be brief.</system>
      <user>
        I am <Name name="Lovelace" />.
      </user>
    </>,
    { budget: 100 },
  )
  expect(messages).toEqual([
    { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
    { role: 'user', content: [{ type: 'text', text: 'I am Ada Lovelace.' }] },
  ])
})

test('of a thousand nodes those that matter most are kept', async () => {
  const nodes = Array.from({ length: 1000 }, (_, at) => ({ name: `${at};`, priority: (at * 7919) % 1000 }))
  const most = nodes
    .filter(({ priority }) => priority >= 400)
    .map(({ name }) => name)
    .join('')
  const prompt = nodes.map(({ name, priority }) => <text priority={priority}>{name}</text>)
  expect(await show(prompt, most.length)).toBe(most)
})

test('what matters most is kept, in the order in which it is written', async () => {
  const prompt = (
    <>
      <text priority={1}>a</text>
      <text priority={3}>b</text>
      <text priority={2}>c</text>
    </>
  )
  expect(await show(prompt, 3)).toBe('abc')
  expect(await show(prompt, 2)).toBe('bc')
  expect(await show(prompt, 1)).toBe('b')
  expect(await show(prompt, 0)).toBe('')
})

test('what does not fit makes room for what matters less', async () => {
  const prompt = (
    <>
      <text priority={3}>aaa</text>
      <text priority={2}>bbb</text>
      <text priority={1}>c</text>
    </>
  )
  expect(await show(prompt, 5)).toBe('aaac')
})

test('a node is kept as a whole, and never without what it stands in', async () => {
  const prompt = (
    <>
      <text priority={5}>
        (<text relative={-1}>inner</text>)
      </text>
      <text priority={1}>
        [<text priority={9}>x</text>]
      </text>
    </>
  )
  expect(await show(prompt, 10)).toBe('(inner)[x]')
  expect(await show(prompt, 9)).toBe('()[x]')
  expect(await show(prompt, 4)).toBe('[x]')
  expect(await show(prompt, 2)).toBe('()')
})

test('what has no priority must fit', async () => {
  const prompt = (
    <>
      always<text priority={1}>sometimes</text>
    </>
  )
  expect(await show(prompt, 6)).toBe('always')
  const error = await render(prompt, { budget: 5, tokenizer: characters }).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(BudgetError)
  expect(error).toMatchObject({ needs: 6, budget: 5 })
})

test('components may be asynchronous, and run side by side', async () => {
  const log: string[] = []
  const Slow = async ({ name, wait }: { name: string; wait: Promise<void> }) => {
    log.push(`begin ${name}`)
    await wait
    return <text>{name}</text>
  }
  const Never = () => null
  let open = () => {}
  const gate = new Promise<void>((resolve) => (open = resolve))
  const rendered = show(
    <>
      <Slow name="a" wait={gate} />
      <Never />
      <Slow name="b" wait={Promise.resolve()} />
      {false}
      {['c', 1]}
    </>,
  )
  await Promise.resolve()
  open()
  expect(await rendered).toBe('abc1')
  expect(log).toEqual(['begin a', 'begin b'])
})

test('blocks stand on lines of their own, code is fenced, lists have marks', async () => {
  const prompt = (
    <user>
      Look:
      <code path="src/a.ts" lineNumbers={7}>
        {'let a\nlet b'}
      </code>
      <list ordered>
        <item>one</item>
        <item>
          two
          <list>
            <item>deep</item>
          </list>
        </item>
      </list>
      done <text>now</text>
      <code language="md">{'```\nx\n```'}</code>
    </user>
  )
  expect(await show(prompt)).toBe(
    [
      'Look:',
      '```ts src/a.ts',
      '7\tlet a',
      '8\tlet b',
      '```',
      '1. one',
      '2. two',
      '  - deep',
      'done now',
      '````md',
      '```',
      'x',
      '```',
      '````',
    ].join('\n'),
  )
})

test('tool calls go with their results', async () => {
  const prompt = (
    <>
      <user>hi</user>
      <assistant>
        <tool-call id="1" name="read" input={{ path: 'a' }} priority={2} />
        ok
      </assistant>
      <tool-result id="1" name="read" priority={1}>
        text
      </tool-result>
    </>
  )
  const whole = await render(prompt, { budget: 100, tokenizer: characters })
  expect(whole.messages.slice(1)).toEqual([
    {
      role: 'assistant',
      content: [
        { type: 'tool-call', id: '1', name: 'read', input: { path: 'a' } },
        { type: 'text', text: 'ok' },
      ],
    },
    {
      role: 'tool',
      content: [
        { type: 'tool-result', id: '1', name: 'read', isError: false, content: [{ type: 'text', text: 'text' }] },
      ],
    },
  ])
  const less = await render(prompt, { budget: whole.tokens - 1, tokenizer: characters })
  expect(less.messages.map(({ role }) => role)).toEqual(['user', 'assistant'])
})

test('a message of which nothing is kept costs nothing', async () => {
  const tokenizer = { ...characters, perMessage: 10 }
  const prompt = (
    <>
      <user>a</user>
      <assistant>
        <text priority={1}>b</text>
      </assistant>
    </>
  )
  expect(await render(prompt, { budget: 21, tokenizer })).toMatchObject({ messages: [{ role: 'user' }], tokens: 11 })
  expect(await render(prompt, { budget: 22, tokenizer })).toMatchObject({ tokens: 22 })
})

test('mistakes are told', async () => {
  const nested = (
    <user>
      <system>no</system>
    </user>
  )
  await expect(show(nested)).rejects.toThrow('put it beside it')
  await expect(show({ type: 'div', props: {} })).rejects.toThrow('There is no element <div>')
  const code = (
    <code lineNumbers>
      <text>x</text>
    </code>
  )
  await expect(show(code)).rejects.toThrow('nothing but text')
  await expect(show('x', Number.NaN)).rejects.toThrow('must be a number of tokens')
  await expect(render('x', { budget: 1 }, AbortSignal.abort())).rejects.toThrow('aborted')
})

test('of components that fail together one is told, and the others end nothing', async () => {
  const unhandled: unknown[] = []
  const hear = (error: unknown) => unhandled.push(error)
  process.on('unhandledRejection', hear)
  const Late = async (): Promise<PromptChild> => {
    await Promise.resolve()
    throw new Error('late')
  }
  const Early = () => {
    throw new Error('early')
  }
  await expect(
    show(
      <>
        <Late />
        <Early />
      </>,
    ),
  ).rejects.toThrow('early')
  await new Promise((resolve) => setTimeout(resolve, 10))
  process.off('unhandledRejection', hear)
  expect(unhandled).toEqual([])
})
