import type { Prompt, PromptChild } from '@caret/prompt'
import { fillFormats } from './fill-formats.ts'
import { type NextEditFormat, nextEditFormats } from './next-edit-formats.ts'
import { Lines } from './surroundings.tsx'
import { fillIn, piecesOf } from './template.ts'

/** Code of another file that may matter. */
export interface Snippet {
  path: string
  text: string
}

/** One of the last edits, as its lines were and as they became. */
export interface ShownEdit {
  path: string
  /** A hunk of a unified diff, with its last line break. */
  diff: string
  original: string
  updated: string
}

export interface FillProps {
  /** The name of a fill-in-the-middle format. */
  format: string
  /** The folder's name. */
  repository: string
  path: string
  /** Around the caret. */
  before: string
  after: string
  snippets: Snippet[]
}

export interface NextEditProps {
  /** The name of a next-edit format. */
  format: string
  path: string
  /** What stands around the region; `after` begins with a line break, unless nothing follows. */
  before: string
  after: string
  /** Whether nothing stands before `before`. */
  startsFile: boolean
  /** Whole lines, without the last line break. */
  region: string
  /** Of the caret in the region, in UTF-16 units. */
  caret: number
  /** The region before the last edit. */
  original: string
  /** The newest last. */
  edits: ShownEdit[]
  snippets: Snippet[]
}

/** Lines this far from the caret count as much as other code, and as the edits before the last one. */
const snippetPriority = -12
const editPriority = -8

export const fillPrompt: Prompt<FillProps> = { name: 'tab-fill', version: 1, component: Fill }
export const nextEditPrompt: Prompt<NextEditProps> = { name: 'tab-next-edit', version: 1, component: NextEdit }

/** The prompts of Tab, for who renders recordings again. */
export const tabPrompts: readonly Prompt[] = [fillPrompt, nextEditPrompt]

function Fill({ format: name, ...props }: FillProps) {
  const format = named(fillFormats, name)
  const among = props.snippets.length > 0 ? format.among : undefined
  const parts = (among?.prompt ?? format.alone).split('{cut}')
  return parts.map((part) => (
    <user>
      {piecesOf(part).map((piece): PromptChild => {
        if ('text' in piece) return piece.text
        if (piece.slot === 'before') return <Lines text={props.before} nearest="end" />
        if (piece.slot === 'after') return <Lines text={props.after} nearest="start" />
        if (piece.slot === 'files') return <Snippets snippets={props.snippets} template={among!.file} />
        return piece.slot === 'path' ? props.path : props.repository
      })}
    </user>
  ))
}

function NextEdit({ format: name, ...props }: NextEditProps) {
  const format = named(nextEditFormats, name)
  const { path, region, caret, original } = props
  const slots: Record<string, () => PromptChild> = {
    path: () => path,
    fileStart: () => (props.startsFile ? format.fileStart : undefined),
    before: () => <Lines text={props.before} nearest="end" />,
    after: () => <Lines text={props.after} nearest="start" />,
    region: () => <Region>{region}</Region>,
    regionBefore: () => <Region>{region.slice(0, caret)}</Region>,
    regionAfter: () => <Region>{region.slice(caret)}</Region>,
    original: () => <Region>{original}</Region>,
    edits: () => <Edits edits={props.edits} format={format} />,
    snippets: () => <Snippets snippets={props.snippets} template={format.snippet ?? ''} />,
  }
  return (
    <>
      {format.system && <system stable>{format.system}</system>}
      <user>{piecesOf(format.prompt).map((piece) => ('text' in piece ? piece.text : slots[piece.slot]!()))}</user>
    </>
  )
}

function Region({ children }: { children: string }) {
  return <text>{children}</text>
}

/** The nearest come last, and are kept longest. */
function Snippets({ snippets, template }: { snippets: Snippet[]; template: string }) {
  return snippets.map(({ path, text }, at) => (
    <text priority={snippetPriority - 3 * (snippets.length - 1 - at)}>{fillIn(template, { path, text })}</text>
  ))
}

/** The newest is always shown, and stands nearest to the end or to the start. */
function Edits({ edits, format }: { edits: ShownEdit[]; format: NextEditFormat }) {
  const { edit: template, between, newestFirst } = format
  const shown = edits.map((edit, at) => {
    const age = edits.length - 1 - at
    const text = fillIn(template, { ...edit })
    // With what parts it from the newer one, so that both go together.
    const apart = age === 0 ? text : newestFirst ? between + text : text + between
    return age === 0 ? <text>{apart}</text> : <text priority={editPriority - 4 * (age - 1)}>{apart}</text>
  })
  return newestFirst ? shown.toReversed() : shown
}

function named<Format extends { name: string }>(formats: readonly Format[], name: string): Format {
  const found = formats.find((format) => format.name === name)
  if (!found)
    throw new RangeError(`There is no format ${name}; there are ${formats.map(({ name }) => name).join(', ')}.`)
  return found
}
