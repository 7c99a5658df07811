import { expect, test } from 'vitest'
import { type NodeReport, render } from './index.ts'
import { characters } from './testing/characters.ts'

const Rules = () => <block priority={2}>be kind</block>
const prompt = (
  <>
    <system>
      <Rules />
      <block priority={1}>be very brief</block>
    </system>
    <first priority={1.5}>
      <text>a long story</text>
      <text>short</text>
    </first>
  </>
)

test('what became of each node, and why', async () => {
  const rendered = await render(prompt, { budget: 13, tokenizer: characters })
  const show = ({ name, text, shown, tokens, state, why, children }: NodeReport): string[] => [
    `${name || JSON.stringify(text)} ${shown}/${tokens} ${state}${why ? ` ${why}` : ''}`,
    ...children.flatMap(show).map((line) => `  ${line}`),
  ]
  expect(show(rendered.report())).toEqual([
    'prompt 12/37 part',
    '  text 12/37 part',
    '    system 7/20 part',
    '      Rules 7/7 kept',
    '        block 7/7 kept',
    '          "be kind" 7/7 kept',
    '      block 0/13 cut budget',
    '        "be very brief" 0/13 cut',
    '    first 5/17 part',
    '      text 0/12 cut budget',
    '        "a long story" 0/12 cut',
    '      text 5/5 kept',
    '        "short" 5/5 kept',
  ])
})

test('where each stretch comes from', async () => {
  const rendered = await render(prompt, { budget: 100, tokenizer: characters })
  expect(rendered.sources()).toEqual([
    { message: 0, part: 0, start: 0, end: 7, path: ['text', 'system', 'Rules', 'block'] },
    { message: 0, part: 0, start: 7, end: 21, path: ['text', 'system', 'block'] },
    { message: 1, part: 0, start: 0, end: 12, path: ['text', 'first', 'text'] },
  ])
})
