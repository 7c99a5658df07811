import { expect, test } from 'vitest'
import { readCommand } from './read-command.ts'

test.each<[string, string, string | undefined]>([
  ['a fence', '```sh\nls -la\n```', 'ls -la'],
  ['prompt signs', '```\n$ cd a\n$ ls\n```', 'cd a\nls'],
  ['bare', 'git log --oneline', 'git log --oneline'],
  ['quoted', '`du -sh *`', 'du -sh *'],
  ['a redirection is no prompt sign', '```\nls |\n  sort >a\n```', 'ls |\n  sort >a'],
  ['talk', 'Sure, here is how you would do that.', undefined],
  ['nothing', '```\n```', undefined],
])('%s', (_, said, command) => {
  expect(readCommand(said, true)).toBe(command)
})

test('a line counts once it is complete', () => {
  expect(readCommand('```sh\nls -l', false)).toBeUndefined()
  expect(readCommand('```sh\nls -l\n', false)).toBe('ls -l')
})
