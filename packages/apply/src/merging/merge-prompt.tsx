import { File, type Prompt, type PromptElement } from '@caret/prompt'
import type { LineRange } from '../result.ts'

export interface MergeProps {
  path: string
  text: string
  /** The lines that are to be written anew; 0-based, `end` excluded. */
  region: LineRange
  sketch: string
  /** Why it was not certain without a model. */
  reason: string
}

/** What a model is told to put a sketch into the lines that it is about. */
export const mergePrompt: Prompt<MergeProps> = { name: 'merge', version: 1, component: Merge }

function Merge({ path, text, region, sketch, reason }: MergeProps): PromptElement {
  const lines = text.split('\n')
  const all = region.start === 0 && region.end >= lines.length - 1
  return (
    <>
      <system stable>
        <block>
          You put a sketch of a change into a file. You are shown lines of the file, then the sketch, which leaves out
          what stays as it is: at a comment such as "... existing code ...", or simply around what it shows.
        </block>
        <block>Answer with one fenced code block and nothing else: the lines as they are with the change.</block>
        <list>
          <item>Write all of the lines, changed or not, and no line that stands above or below them.</item>
          <item>Take every line either from the file or from the sketch, as it is there. Invent nothing.</item>
          <item>Drop a line of the file only where the sketch puts others in its place. Write none of them twice.</item>
          <item>Write no comment for what is left out. If the code holds fences itself, use a longer one.</item>
        </list>
      </system>
      <user>
        {!all && <File path={path} text={text} caret={region.start} priority={5} />}
        <block>
          {all ? `The file ${path}:` : `It is about lines ${region.start + 1} to ${region.end}:`}
          <code path={path}>{lines.slice(region.start, region.end).join('\n')}</code>
        </block>
        <block>
          The sketch:
          <code>{sketch}</code>
        </block>
        <block>What is not certain: {reason}</block>
      </user>
    </>
  )
}
