import { expect, test } from 'vitest'
import { openPrompts } from './prompts.ts'

const recording = (prompt: string) => ({ prompt, version: 1, props: {}, budget: 9, tokens: 1, messages: [] })

test('the last prompts are kept, the newest first', async () => {
  await using prompts = openPrompts()
  for (let at = 1; at <= 70; at++) prompts.keep(recording(`p${at}`))
  const list = prompts.list()
  expect(list[0]).toMatchObject({ id: 70, prompt: 'p70', tokens: 1, budget: 9 })
  expect([list.length, list.at(-1)!.prompt]).toEqual([60, 'p11'])
  expect(JSON.parse(prompts.recording(70))).toEqual(recording('p70'))
  expect(() => prompts.recording(10)).toThrow('kept no longer')
})
