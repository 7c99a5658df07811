import { readAnswer } from './answer.ts'

/**
 * The command in what a model says, in a fence or bare, without the prompt signs that models write before it. Undefined where it says
 * something else.
 * @param over whether all of it has come; before, a line counts once it is complete
 */
export function readCommand(said: string, over: boolean): string | undefined {
  const quoted = /^\s*`([^`\n]+)`\s*$/.exec(said)?.[1]
  const lines = quoted !== undefined ? [quoted] : readAnswer(said, '', over)
  const bare = lines?.map((line) => line.replace(/^\s*(?:\$|%|PS>|>) (?=\S)/, '').trimEnd())
  const command = bare?.join('\n').trim()
  return command === undefined || command === '' ? undefined : command
}
