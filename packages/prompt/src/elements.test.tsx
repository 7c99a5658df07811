import { expect, test } from 'vitest'
import { type PromptChild, render } from './index.ts'
import { characters, textOf } from './testing/characters.ts'

const show = async (prompt: PromptChild, budget: number) =>
  textOf(await render(prompt, { budget, tokenizer: characters }))

test('first: the first alternative that fits', async () => {
  const prompt = (
    <>
      <text priority={3}>abc</text>
      <first priority={2}>
        <text>the whole file</text>
        <text>
          half<text relative={-1}>!</text>
        </text>
        name
      </first>
    </>
  )
  expect(await show(prompt, 17)).toBe('abcthe whole file')
  expect(await show(prompt, 16)).toBe('abchalf!')
  expect(await show(prompt, 7)).toBe('abchalf')
  expect(await show(prompt, 6)).toBe('abc')
})

test('first: what must be chosen leaves room for what must be chosen after it', async () => {
  const prompt = (
    <>
      <first>
        <text>aaaa</text>a
      </first>
      <first>
        <text>bbbb</text>b
      </first>
    </>
  )
  expect(await show(prompt, 5)).toBe('aaaab')
  expect(await show(prompt, 2)).toBe('ab')
  await expect(show(prompt, 1)).rejects.toThrow('takes 2 tokens, and the budget is 1')
})

test('isolate: a budget of its own', async () => {
  const prompt = (extra: string) => (
    <>
      {extra}
      <isolate budget={4} priority={1}>
        <text priority={1}>aa</text>
        <text priority={2}>bbb</text>
        <text priority={1}>c</text>
      </isolate>
    </>
  )
  expect(await show(prompt(''), 100)).toBe('bbbc')
  expect(await show(prompt('x'), 5)).toBe('xbbbc')
  expect(await show(prompt('x'), 4)).toBe('x')
  const { warnings } = await render(<isolate budget={1}>too long</isolate>, { budget: 9, tokenizer: characters })
  expect(warnings).toEqual(['isolate shows nothing: its budget is 1 tokens, and 8 are needed.'])
})

test('reserve: room for the answer', async () => {
  const prompt = (
    <>
      <reserve tokens={10} />
      <text priority={1}>abc</text>
    </>
  )
  expect(await render(prompt, { budget: 13, tokenizer: characters })).toMatchObject({ tokens: 13 })
  expect(await show(prompt, 12)).toBe('')
  await expect(show(prompt, 9)).rejects.toThrow('takes 10 tokens')
})

test('keepWith: together or not at all', async () => {
  const prompt = (
    <>
      <text priority={1} keepWith="pair">
        aa
      </text>
      <text priority={2}>b</text>
      <text priority={3} keepWith="pair">
        cc
      </text>
    </>
  )
  expect(await show(prompt, 5)).toBe('aabcc')
  expect(await show(prompt, 4)).toBe('aacc')
  expect(await show(prompt, 3)).toBe('b')
})

test('ifEmpty: something in place of nothing', async () => {
  const prompt = (
    <>
      <text ifEmpty="none">
        <text priority={1}>aaaaa</text>
        <text priority={2}>bbbbbb</text>
      </text>
      .
    </>
  )
  expect(await show(prompt, 12)).toBe('aaaaabbbbbb.')
  expect(await show(prompt, 7)).toBe('bbbbbb.')
  expect(await show(prompt, 6)).toBe('aaaaa.')
  expect(await show(prompt, 5)).toBe('none.')
  await expect(show(prompt, 4)).rejects.toThrow('takes 5 tokens')
})

test('flex: shares of what is left, by weight', async () => {
  const letters = (letter: string) => Array.from({ length: 20 }, (_, at) => <text priority={-at}>{letter}</text>)
  const prompt = (
    <>
      fixed
      <flex weight={2}>{letters('a')}</flex>
      <flex weight={1} max={2}>
        {letters('b')}
      </flex>
      <flex>{letters('c')}</flex>
      <text priority={1}>!</text>
    </>
  )
  // What the second does not use is for the third.
  expect(await show(prompt, 18)).toBe('fixedaaaaaabbcccc!')
  expect(await show(prompt, 6)).toBe('fixed!')
})

test('truncate: the lines that are nearest', async () => {
  const text = 'one\ntwo\nthree\nfour\nfive\nsix\nseven'
  const lines = (focus: number | 'start' | 'end') => <truncate text={text} focus={focus} />
  expect(await show(lines(3), 100)).toBe(text)
  expect(await show(lines('start'), 30)).toBe('one\ntwo\nthree\n… lines 4-7 …')
  expect(await show(lines('end'), 27)).toBe('… lines 1-5 …\nsix\nseven')
  expect(await show(lines(6), 27)).toBe('… lines 1-5 …\nsix\nseven')
  const preferred = <truncate text={text} focus={4} prefer={[0]} budget={50} lineNumbers={11} />
  expect(await show(preferred, 100)).toBe('11\tone\n… lines 12-14 …\n15\tfive\n… lines 16-17 …')
})
