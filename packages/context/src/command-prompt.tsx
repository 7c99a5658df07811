import type { Prompt, PromptElement } from '@caret/prompt'

export interface CommandProps {
  /** What the command is to do. */
  words: string
  /** Such as `zsh`. */
  shell: string
  /** Such as `Linux`. */
  system: string
  /** Where the shell is. */
  folder: string
  /** What ran last there, or what is on the screen. */
  last?: { command?: string | undefined; exitCode?: number | undefined; output: string } | undefined
  /** What stands at the prompt already. */
  typed?: string | undefined
  earlier: readonly { words: string; command: string }[]
}

/** What a model is told to make a command of words. */
export const commandPrompt: Prompt<CommandProps> = { name: 'command', version: 1, component: Command }

function Command({ words, shell, system, folder, last, typed, earlier }: CommandProps): PromptElement {
  const said = [...earlier.map((turn) => turn.words), words]
  return (
    <>
      <system stable>
        <block>You write commands for a terminal. You are told what a command is to do.</block>
        <block>Answer with one fenced code block that holds the command, and nothing else:</block>
        <list>
          <item>It runs as it stands in the shell and the folder that are named: no placeholders, no prompt sign.</item>
          <item>One line where that is possible. Choose what is safest, and what most machines have.</item>
          <item>Do only what is asked for.</item>
        </list>
      </system>
      <user>
        <block>{`The shell is ${shell} on ${system}, in the folder ${folder}.`}</block>
        {last && (
          <block priority={5}>
            {last.command !== undefined && (
              <block>
                {`The last command there${last.exitCode === undefined ? '' : ` ended with ${last.exitCode}`}:`}
                <code>{last.command}</code>
              </block>
            )}
            {last.output.trim() !== '' && (
              <block priority={4}>
                The terminal shows:
                <code>
                  <truncate text={last.output} focus="end" />
                </code>
              </block>
            )}
          </block>
        )}
        {typed && <block>{`At the prompt stands: ${typed}`}</block>}
        <block>{said[0]}</block>
      </user>
      {earlier.map(({ command }, at) => (
        <>
          <assistant>
            <code>{command}</code>
          </assistant>
          <user>{said[at + 1]}</user>
        </>
      ))}
    </>
  )
}
