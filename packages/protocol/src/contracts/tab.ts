import * as z from 'zod'
import { defineService, event, notice, request, stream } from '../service.ts'
import { textChange } from './files.ts'

/** Absolute, in the engine's own file system. */
const path = z.string().min(1)

/**
 * A position in a document, in UTF-16 units, and the length of its text, by which the engine sees that it knows the same. The
 * more eager the user is for suggestions, the less likely they need be.
 */
const caret = z.object({
  path,
  offset: z.number(),
  length: z.number(),
  eagerness: z.enum(['low', 'medium', 'high']),
  /** Whether a model may be asked, too; default yes. */
  model: z.boolean().optional(),
})
export type TabCaret = z.infer<typeof caret>

const about = {
  id: z.number(),
  /** Which source knew it, such as `repeat`. */
  source: z.string(),
  /** For the user, such as "repeats your edit in auth.ts". */
  reason: z.string(),
  /** That it is what the user wants, from 0 to 1. */
  probability: z.number(),
}

/** An edit that may come next. Offsets hold in the text as the page had it when it asked. */
export const suggestedEdit = z.object({
  kind: z.literal('edit'),
  ...about,
  path,
  offset: z.number(),
  remove: z.number(),
  insert: z.string(),
})
export type TabEdit = z.infer<typeof suggestedEdit>

/** Another name that a file may get next; nothing had that name when the page asked. */
export const suggestedRename = z.object({ kind: z.literal('rename'), ...about, path, newPath: path })
export type TabRename = z.infer<typeof suggestedRename>

export const suggestion = z.discriminatedUnion('kind', [suggestedEdit, suggestedRename])
export type TabSuggestion = z.infer<typeof suggestion>

/** What a language server holds against the user's last edits. Offsets hold in a text of that length. */
export const complaint = z.object({
  path,
  start: z.number(),
  end: z.number(),
  length: z.number(),
  /** What the server would do about it. */
  fix: textChange.extend({ kind: z.enum(['import', 'unused', 'other']), reason: z.string() }).optional(),
})
export type TabComplaint = z.infer<typeof complaint>

/** One thing that has a name in a document, and all places there that mean it, in order. Offsets hold in a text of that length. */
export const binding = z.object({
  path,
  name: z.string().min(1),
  ranges: z.array(
    z.object({
      start: z.number(),
      end: z.number(),
      /** It is declared there, or set. */
      isWrite: z.boolean(),
    }),
  ),
  length: z.number(),
  /** All places that mean it in other files, where the server was asked for them; lines and characters count from 0. */
  others: z.array(z.object({ path, line: z.number(), character: z.number() })).optional(),
})
export type TabBinding = z.infer<typeof binding>

/** Names that a language server knows at a place in a document, whose text has that length. */
export const scope = z.object({
  path,
  /** Where a name would begin. */
  offset: z.number(),
  length: z.number(),
  /** Names that stand by themselves, or members of what is written before the offset. */
  kind: z.enum(['names', 'members']),
  /** The likeliest first. */
  names: z.array(z.string()),
  /** Whether there are no others. */
  complete: z.boolean(),
})
export type TabScope = z.infer<typeof scope>

/**
 * Predicts the user's next edit. The page tells of every open document and of every edit, in order; what other programs do
 * to files that are not open, the engine sees by itself.
 */
export const tabService = defineService('tab', {
  /** The text of a document that was opened, or changed by other means than an edit of the user. */
  sync: notice(z.object({ path, text: z.string() })),
  /** An edit of the user, as changes that apply one after the other; `accepted` names the kind of suggestion it was. */
  edit: notice(z.object({ path, changes: z.array(textChange), accepted: z.enum(['edit', 'continuation']).optional() })),
  /** All complaints about the last edits, those first that are nearest to them; the ones told before are void. */
  complain: notice(z.object({ complaints: z.array(complaint) })),
  /** What a language server says of the name at which the caret rests: where the user changes it, the others may follow. */
  bind: notice(binding),
  /** What a language server knows to be in scope: continuations end before anything else, if that is all. */
  see: notice(scope),
  /** A file is about to have another name; what becomes of its documents is told as always. */
  move: notice(z.object({ path, newPath: path })),
  /** The document is closed: the disk is the truth again. */
  close: notice(z.object({ path })),
  /** What comes next at the caret. Nothing while the folder is still being read. */
  complete: request(caret, suggestedEdit.nullable()),
  /** The next edit, wherever it is, or another name for a file. */
  predict: request(caret, suggestion.nullable()),
  /**
   * Looks ahead of an edit that is shown: what comes next once it is accepted as it is, then what comes once that is accepted,
   * and so on. Until the answer comes, what was said holds; the answer tells whether it is worth asking again.
   */
  ahead: stream(z.object({ id: z.number(), eagerness: caret.shape.eagerness }), suggestion, z.boolean()),
  /** The user's last change, made wherever else it fits: files as they are and as they would be. Nothing before the first edit. */
  everywhere: request(
    z.object({ path, offset: z.number(), length: z.number() }),
    z
      .object({
        /** How many of the user's edits show the change. */
        examples: z.number(),
        files: z.array(z.object({ path, before: z.string(), after: z.string() })),
      })
      .nullable(),
  ),
  /** What became of a suggestion that was shown; who ignores it types something else. */
  settle: notice(z.object({ id: z.number(), outcome: z.enum(['accepted', 'dismissed', 'ignored']) })),
  /** The engine's text of a document is another than the page's: it asks for a `sync`. */
  resend: event(z.object({ path })),
})

/** Whether a model helps: none is set up, or one that answers, or one that does not, and why. */
export const tabModel = z.object({
  state: z.enum(['none', 'ready', 'away']),
  /** `provider/model`. */
  model: z.string().optional(),
  why: z.string().optional(),
})
export type TabModel = z.infer<typeof tabModel>

/** The model that Tab asks where nothing else knows. */
export const tabModelService = defineService('tab-model', {
  state: request(z.object({}), tabModel),
  changed: event(tabModel),
  /** An answer has come for what a page asked of a file: who shows no suggestion may ask again. */
  heard: event(z.object({ path, kind: z.enum(['continuation', 'edit']) })),
})
