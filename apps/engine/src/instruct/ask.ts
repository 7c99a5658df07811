import { type Gathered, gatherContext, instructPrompt, readAnswer, readMentions } from '@caret/context'
import type { Instruction, InstructPart } from '@caret/protocol'
import { coalesce } from '../coalesce.ts'
import { isInside, pathIn } from '../place.ts'
import { answerLines } from './answer-lines.ts'
import { aroundOf, type Folder } from './around.ts'
import { converse, type Talking } from './converse.ts'

/** Whom instructions are asked, and of what folder. */
export interface Asking extends Omit<Talking, 'reader'> {
  folder: Folder
}

/** What was gathered for boxes, by their names. */
export type Boxes = Map<string, Promise<Gathered>>

/** An answer grows at most so often, in milliseconds: more would be unrest. */
const calmMs = 100
/** Boxes whose context is kept. */
const mostBoxes = 8

/** Has a model change lines, or say something about them; tells how that goes. */
export async function ask(
  { folder, ...talking }: Asking,
  boxes: Boxes,
  instruction: Instruction,
  send: (part: InstructPart) => void,
  signal: AbortSignal,
) {
  const { mode, model, now, failures } = instruction
  const [context, { earlier, mentions, missing }] = await Promise.all([
    contextOf(folder, boxes, instruction, signal),
    turnsOf(folder, instruction, signal),
  ])
  const seen = [
    ...mentions.map(({ path, name }) => ({ path, why: name === undefined ? 'mentioned' : `mentioned: ${name}` })),
    ...context.items.map(({ path, why }) => ({ path, why })),
  ]
  send({ type: 'context', seen, missing })
  const before = now ?? earlier.findLast((turn) => turn.mode === 'edit')?.answer ?? context.selection

  const all = instruction.text.split('\n')
  const { start, end } = instruction.lines
  const around = { above: all.slice(0, start).join('\n'), below: all.slice(end).join('\n') }
  let latest = ''
  let shown = -1
  const show = () => {
    if (mode === 'question') return send({ type: 'words', text: latest })
    const lines = readAnswer(latest, context.selection, false, around)
    if (lines && lines.length > shown) send({ type: 'lines', lines })
    shown = lines?.length ?? shown
  }
  using calm = coalesce(show, calmMs)
  const { said, ...cost } = await converse(
    { ...talking, reader: folder.reader },
    {
      prompt: instructPrompt,
      props: {
        mode,
        instruction: instruction.instruction,
        mentions,
        context,
        earlier,
        ...(now !== undefined && { now }),
      },
      model,
      task: mode === 'edit' ? 'inline-edit' : 'question',
      signals: {
        words: instruction.instruction,
        files: new Set(mentions.map(({ path }) => path)).size + 1,
        failures,
      },
      ...(mode === 'edit' && { draft: before }),
    },
    {
      onWait: (ms, why) => send({ type: 'wait', ms, why }),
      onStart: (chosen, reason) => send({ type: 'start', model: chosen, ...(reason !== undefined && { reason }) }),
      onText: (text) => {
        latest = text
        calm.soon()
      },
    },
    signal,
  )
  const place = { path: instruction.path, original: context.selection, before, around }
  const lines = mode === 'edit' ? answerLines(said, place) : undefined
  return lines ? { kind: 'lines' as const, lines, ...cost } : { kind: 'words' as const, text: said.trim(), ...cost }
}

/** What was gathered for the box's first instruction, so that what follows begins as that did and is found in caches. */
function contextOf(folder: Folder, boxes: Boxes, instruction: Instruction, signal: AbortSignal): Promise<Gathered> {
  const { box, path, text, lines, selected, problems, open, earlier, failures } = instruction
  const known = earlier.length > 0 || failures > 0 ? boxes.get(box) : undefined
  if (known) return known
  const inside = open.flatMap((each) => below(folder, each) ?? [])
  const subject = { path: below(folder, path) ?? path, text, lines, selected, problems }
  const gathered = gatherContext(subject, aroundOf(folder, inside), signal)
  boxes.delete(box)
  boxes.set(box, gathered)
  // What was cancelled is gathered anew.
  gathered.catch(() => boxes.delete(box))
  if (boxes.size > mostBoxes) boxes.delete(boxes.keys().next().value!)
  return gathered
}

/** What was said, with what it mentions, as that is now. */
async function turnsOf(folder: Folder, { instruction, mentions, earlier }: Instruction, signal: AbortSignal) {
  const around = { workspace: folder.place.workspace, syntax: folder.reader.syntax }
  const [now, ...before] = await Promise.all(
    [{ instruction, mentions }, ...earlier].map((turn) =>
      readMentions(turn.mentions, turn.instruction, around, signal),
    ),
  )
  return {
    earlier: earlier.map((turn, at) => ({ ...turn, mentions: before[at]!.found })),
    mentions: now!.found,
    missing: now!.missing,
  }
}

const below = ({ place }: Folder, path: string) => (isInside(place, path) ? pathIn(place, path) : undefined)
