import { platform } from 'node:os'
import { commandPrompt, readCommand } from '@caret/context'
import type { CommandPart, CommandQuestion } from '@caret/protocol'
import type { Asking } from './ask.ts'
import { converse } from './converse.ts'

/** UTF-16 units of the last output, from its end. */
const mostOutput = 8_000
const systems: Partial<Record<NodeJS.Platform, string>> = { darwin: 'macOS', win32: 'Windows', linux: 'Linux' }

/** Has a model make a command of words; tells how that goes. */
export async function command(
  { folder, ...talking }: Asking,
  question: CommandQuestion,
  send: (part: CommandPart) => void,
  signal: AbortSignal,
) {
  const { words, shell, last, typed, earlier, model, failures } = question
  // What a terminal shows may hold keys, those of the models too.
  const clean = (text: string) => talking.models.clean(text)
  const output = last && (await clean(last.output)).slice(-mostOutput)
  const props = {
    ...{ words, shell, folder: question.folder, earlier, system: systems[platform()] ?? platform() },
    ...(typed && { typed: await clean(typed) }),
    ...(last && {
      last: {
        ...(last.command !== undefined && { command: await clean(last.command) }),
        output: output ?? '',
        ...(last.exitCode !== undefined && { exitCode: last.exitCode }),
      },
    }),
  }
  let shown = ''
  const { said, ...cost } = await converse(
    { ...talking, reader: folder.reader },
    { prompt: commandPrompt, props, model, task: 'inline-edit', signals: { words, files: 0, failures } },
    {
      onWait: (ms, why) => send({ type: 'wait', ms, why }),
      onStart: (chosen, reason) => send({ type: 'start', model: chosen, ...(reason !== undefined && { reason }) }),
      onText: (text) => {
        const now = readCommand(text, false)
        if (now !== undefined && now !== shown) send({ type: 'command', command: (shown = now) })
      },
    },
    signal,
  )
  const made = readCommand(said, true)
  return made === undefined
    ? { kind: 'words' as const, text: said.trim(), ...cost }
    : { kind: 'command' as const, command: made, ...cost }
}
