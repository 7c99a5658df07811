import { File, type Prompt, type PromptElement } from '@caret/prompt'
import type { Gathered } from './gather.ts'
import type { Mentioned } from './mentions.ts'
import type { Ranked } from './rank.ts'

/** An instruction that was followed already, or a question that was answered. */
export interface Turn {
  mode: 'edit' | 'question'
  instruction: string
  /** The lines that it made, or what was said. */
  answer: string
  mentions?: readonly Mentioned[] | undefined
}

export interface InstructProps {
  /** `edit` makes other lines of the lines, `question` says something about them. */
  mode: 'edit' | 'question'
  instruction: string
  mentions?: readonly Mentioned[] | undefined
  /** As it was before the first instruction. */
  context: Gathered
  earlier: readonly Turn[]
  /** The text of the lines by now, where it is not what the last edit made. */
  now?: string | undefined
}

/** What a model is told to change lines in place, or to answer a question about them. */
export const instructPrompt: Prompt<InstructProps> = { name: 'instruct', version: 2, component: Instruct }

/**
 * What changes least comes first, so that what follows on from it finds the beginning in a cache: the rules, what other files say,
 * the file, what was edited lately; then turn by turn what was said, each with what it mentions.
 */
function Instruct({ mode, instruction, mentions, context, earlier, now }: InstructProps): PromptElement {
  const said = [...earlier, { mode, instruction, mentions, answer: undefined }]
  const of = (source: string) => context.items.filter((item) => item.source === source)
  const [first, ...next] = said.map((turn, at) => (
    <>
      {now !== undefined && at === earlier.length && (
        <block>
          The lines have been edited since. They are now:
          <code>{now}</code>
        </block>
      )}
      <Mentions all={turn.mentions ?? []} />
      <block>{turn.instruction}</block>
    </>
  ))
  return (
    <>
      <system stable>{mode === 'edit' ? <EditRules /> : <QuestionRules />}</system>
      <user>
        <Items items={of('headers')}>Declared in files around it:</Items>
        <Items items={of('definitions').filter(({ path }) => path !== context.path)}>Defined elsewhere:</Items>
        <Surroundings context={context} />
        <Edits items={of('edits')} />
        <Problems context={context} />
        <Lines context={context} />
        {first}
      </user>
      {earlier.map((turn, at) => (
        <>
          <assistant>{turn.mode === 'edit' ? <code>{turn.answer}</code> : <block>{turn.answer}</block>}</assistant>
          <user>{next[at]}</user>
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

/** What is worth most comes before the rest of the file, what is worth little after it; the file is at 5. */
const priorityOf = ({ score }: Ranked) => 2 + 5 * score

function Items({ items, children }: { items: readonly Ranked[]; children?: string }): PromptElement | null {
  if (items.length === 0) return null
  return (
    <block priority={Math.max(...items.map(priorityOf))}>
      {children}
      {items.map((item) => (
        <code path={item.path} priority={priorityOf(item)}>
          {item.text}
        </code>
      ))}
    </block>
  )
}

/** In the order in which they were made. */
function Edits({ items }: { items: readonly Ranked[] }): PromptElement | null {
  if (items.length === 0) return null
  return (
    <block priority={Math.max(...items.map(priorityOf))}>
      Edited lately, the newest last:
      {items.toReversed().map((item) => (
        <code language="diff" path={item.path} priority={priorityOf(item)}>
          {item.text}
        </code>
      ))}
    </block>
  )
}

/** The file whole, or what is next to the lines, what it imports, and what it says of what the lines use. */
function Surroundings({
  context: { path, text, lines, imports, scopes, items },
}: {
  context: Gathered
}): PromptElement {
  const own = items.filter((item) => item.source === 'definitions' && item.path === path)
  return (
    <first priority={5}>
      <code path={path}>{text}</code>
      <>
        <File path={path} text={text} caret={lines.start} priority={5} {...(scopes.length > 0 && { scopes })} />
        {imports && (
          <block priority={7}>
            It imports:
            <code>{imports}</code>
          </block>
        )}
        <Items items={own}>It also has:</Items>
      </>
    </first>
  )
}

/** UTF-16 units: a longer file is not shown whole, even if it would fit. */
const mostWhole = 16_000

function Mentions({ all }: { all: readonly Mentioned[] }): PromptElement | null {
  if (all.length === 0) return null
  return (
    <block>
      What is mentioned with @ below:
      {all.map(({ path, name, text, outline, focus }) => (
        <first priority={8}>
          {(name !== undefined || text.length <= mostWhole) && <code path={path}>{text}</code>}
          <>
            {outline && <code path={path}>{outline}</code>}
            {name === undefined && <File path={path} text={text} caret={focus} max={mostOfFile} priority={6} />}
          </>
        </first>
      ))}
    </block>
  )
}

/** In tokens. */
const mostOfFile = 2_000

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
