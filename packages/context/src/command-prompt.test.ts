import { renderPrompt } from '@caret/prompt'
import { expect, test } from 'vitest'
import { commandPrompt, type CommandProps } from './command-prompt.tsx'

const props: CommandProps = {
  ...{ words: 'show the biggest files', shell: 'zsh', system: 'Linux', folder: '/home/ada/shop', earlier: [] },
  last: { command: 'make', exitCode: 2, output: Array.from({ length: 500 }, (_, at) => `line ${at}`).join('\n') },
}

async function shown(all: CommandProps, budget = 2000) {
  const { messages } = await renderPrompt(commandPrompt, all, { budget })
  return messages.map(({ role, content }) => [
    role,
    content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
  ])
}

test('shell, folder and the end of what was said last', async () => {
  const [system, user] = await shown(props, 600)
  expect(system![1]).toContain('no placeholders')
  expect(user![1]).toContain('The shell is zsh on Linux, in the folder /home/ada/shop.')
  expect(user![1]).toContain('ended with 2')
  expect(user![1]).toContain('line 499')
  expect(user![1]).not.toContain('line 10\n')
  expect(user![1]).toMatch(/show the biggest files$/)
})

test('a follow-up comes after what was said before', async () => {
  const messages = await shown({
    ...props,
    last: undefined,
    words: 'only here',
    earlier: [{ words: 'a', command: 'ls' }],
  })
  expect(messages.map(([role]) => role)).toEqual(['system', 'user', 'assistant', 'user'])
  expect(messages[2]![1]).toContain('ls')
  expect(messages[3]![1]).toBe('only here')
})
