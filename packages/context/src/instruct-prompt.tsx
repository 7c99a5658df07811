import { File, type Prompt, type PromptElement } from '@caret/prompt'
import type { Gathered } from './gather.ts'

/** An instruction that was followed already. */
export interface Turn {
  instruction: string
  /** The lines that it made. */
  answer: string
}

export interface InstructProps {
  /** `edit` makes other lines of the lines, `question` says something about them. */
  mode: 'edit' | 'question'
  instruction: string
  /** As it was before the first instruction. */
  context: Gathered
  earlier: readonly Turn[]
  /** The text of the lines by now, where it is not what the last answer made. */
  now?: string | undefined
}

/** What a model is told to change lines in place, or to answer a question about them. */
export const instructPrompt: Prompt<InstructProps> = { name: 'instruct', version: 1, component: Instruct }

function Instruct({ mode, instruction, context, earlier, now }: InstructProps): PromptElement {
  // After each answer comes what was said next, and after the last one what is said now.
  const turns = earlier.map(({ answer }, at) => ({ answer, next: earlier[at + 1]?.instruction ?? instruction }))
  return (
    <>
      <system stable>{mode === 'edit' ? <EditRules /> : <QuestionRules />}</system>
      <user>
        <Surroundings context={context} />
        <Problems context={context} />
        <Lines context={context} />
        <block>{earlier[0]?.instruction ?? instruction}</block>
      </user>
      {turns.map(({ answer, next }, at) => (
        <>
          <assistant>
            <code>{answer}</code>
          </assistant>
          <user>
            {now !== undefined && at === turns.length - 1 && (
              <block>
                The lines have been edited since. They are now:
                <code>{now}</code>
              </block>
            )}
            <block>{next}</block>
          </user>
        </>
      ))}
    </>
  )
}

function EditRules(): PromptElement {
  return (
    <>
      <block>
        You edit code in an editor. You are shown a file, then some of its lines, then what should become of them.
      </block>
      <block>Answer with one fenced code block and nothing else. It takes the place of exactly those lines:</block>
      <list>
        <item>Write all of them, changed or not, and no line that stands above or below.</item>
        <item>Keep the indentation, the style and the language of the file. Change only what is asked for.</item>
        <item>Where lines are to go without a replacement, leave the block empty.</item>
        <item>If the code holds fences itself, use a longer one.</item>
      </list>
    </>
  )
}

function QuestionRules(): PromptElement {
  return (
    <>
      You answer questions about code in an editor. You are shown a file, then some of its lines, then the question.
      Answer in a few plain sentences, without headings, and name things as the code does.
    </>
  )
}

/** The file whole, or what is next to the lines and what it imports. */
function Surroundings({ context: { path, text, lines, imports } }: { context: Gathered }): PromptElement {
  const caret = lines.start
  return (
    <first priority={5}>
      <code path={path}>{text}</code>
      <>
        <File path={path} text={text} caret={caret} priority={5} />
        {imports && (
          <block priority={7}>
            It imports:
            <code>{imports}</code>
          </block>
        )}
      </>
    </first>
  )
}

function Lines({ context: { lines, selected, selection } }: { context: Gathered }): PromptElement {
  const { start, end } = lines
  const name = end - start === 1 ? `line ${end}` : `lines ${start + 1} to ${end}`
  return (
    <block>
      {selected
        ? `It is about ${name}:`
        : `The caret is in ${name}, and nothing is selected. Where the line is not what is asked about, keep it and write below it:`}
      <code>{selection}</code>
    </block>
  )
}

function Problems({ context: { problems } }: { context: Gathered }): PromptElement | null {
  if (problems.length === 0) return null
  return (
    <block priority={6}>
      What is reported there:
      <list>
        {problems.map(({ line, message }, at) => (
          <item relative={-at / 100}>{`line ${line + 1}: ${message}`}</item>
        ))}
      </list>
    </block>
  )
}
