import { type Prompt, renderPrompt } from '@caret/prompt'
import { jsx } from '@caret/prompt/jsx-runtime'
import { expect, test } from 'vitest'
import { ownPrompts } from './own.ts'
import { preview } from './preview.ts'

const rules: Prompt<{ rules: string[] }> = {
  name: 'rules',
  version: 1,
  component: ({ rules }) => [
    jsx('system', { stable: true, children: 'You edit code.' }),
    jsx('user', { children: [...rules.map((rule, at) => jsx('block', { priority: -at, children: rule })), 'Why?'] }),
  ],
}
const props = { rules: ['Be brief.', 'Be kind, and answer in whole sentences.'] }
const record = async (budget: number) => JSON.stringify((await renderPrompt(rules, props, { budget })).recording)

test('a recorded prompt is shown with where its texts come from, and what is cut in another budget', async () => {
  const recording = await record(100)
  const whole = await preview(recording, [rules], undefined)
  expect(whole).toMatchObject({ prompt: 'rules', budget: 100, tokens: whole.recorded.tokens })
  expect(whole.messages.map(({ role, spans }) => [role, spans.map(({ text }) => text).join('')])).toEqual([
    ['system', 'You edit code.'],
    ['user', 'Be brief.\nBe kind, and answer in whole sentences.\nWhy?'],
  ])
  expect(whole.messages[1]!.spans.map(({ path }) => path)).toEqual([
    ['rules', 'user', 'block'],
    ['rules', 'user'],
  ])
  expect(whole.cacheable).toBeGreaterThan(0)

  const less = await preview(recording, [rules], whole.tokens - 1)
  expect(less.messages[1]!.spans.map(({ text }) => text).join('')).toBe('Be brief.\nWhy?')
  const [, user] = less.report.children[0]!.children
  expect(user).toMatchObject({ name: 'user', state: 'part' })
  expect(user!.children[1]).toMatchObject({ name: 'block', state: 'cut', shown: 0, priority: -1, why: 'did not fit' })
  expect(user).not.toHaveProperty('priority')
})

test('what cannot be rendered says why', async () => {
  await expect(preview(await record(100), [rules], 3)).rejects.toThrow('What this prompt must show takes')
  await expect(preview(await record(100), ownPrompts, undefined)).rejects.toThrow('There is no prompt named rules')
  await expect(preview('{', [rules], undefined)).rejects.toThrow('It is not JSON')
})
