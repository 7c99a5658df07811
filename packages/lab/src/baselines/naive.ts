import { tokenize } from '@caret/syntax'
import { createFolder, createHistory, type EditPrediction, type HistoryEntry, type Predictor } from '@caret/tab'

/**
 * The baseline for next edits: the last three edits, each with two tokens of context on both sides, made again at the nearest
 * place anywhere in the folder that reads the same.
 */
export function naivePredictor(): Predictor {
  const folder = createFolder()
  const history = createHistory()
  return {
    open: async (snapshot, signal) => {
      history.clear()
      await folder.open(snapshot, signal)
    },
    record: (edit) => {
      history.add(folder.texts.get(edit.path) ?? '', edit)
      folder.edit(edit)
    },
    update: (path, text) => folder.set(path, text),
    predict: async (caret) => {
      for (const entry of history.entries.slice(0, 3)) {
        const found = repeat(entry, folder.texts, caret.path, caret.offset)
        if (found) return found
      }
      return undefined
    },
    complete: async () => undefined,
    rest: () => {},
    rehearse: () => [],
    settle: () => {},
    [Symbol.asyncDispose]: async () => {},
  }
}

function repeat(
  { path, before, edit }: HistoryEntry,
  texts: ReadonlyMap<string, string>,
  at: string,
  offset: number,
): EditPrediction | undefined {
  const [from, to] = context(before, edit.offset, edit.offset + edit.remove)
  const wanted = before.slice(from, to)
  const insert = before.slice(from, edit.offset) + edit.insert + before.slice(edit.offset + edit.remove, to)
  if (!/[\p{L}\p{N}]/u.test(wanted)) return undefined
  const prediction = (place: string, start: number): EditPrediction => ({
    edit: { path: place, offset: start, remove: wanted.length, insert },
    source: 'naive',
    probability: 0.2,
    reason: `repeats your edit in ${path}`,
  })
  const here = nearest(texts.get(at) ?? '', wanted, offset)
  if (here !== undefined) return prediction(at, here)
  for (const [other, text] of texts) {
    const start = other === at ? -1 : text.indexOf(wanted)
    if (start !== -1) return prediction(other, start)
  }
  return undefined
}

/** A stretch with its tokens made whole and two more, blank ones aside, on each side. */
function context(text: string, start: number, end: number): [number, number] {
  const windowStart = Math.max(0, text.lastIndexOf('\n', Math.max(0, start - 200)))
  const tokens = tokenize(text.slice(windowStart, end + 200))
    .filter(({ kind }) => kind !== 'space' && kind !== 'newline')
    .map((token) => ({ start: token.start + windowStart, end: token.end + windowStart }))
  const before = tokens.filter((token) => token.start < start).slice(-2)
  const after = tokens.filter((token) => token.end > end).slice(0, 2)
  return [Math.min(before[0]?.start ?? start, start), Math.max(after.at(-1)?.end ?? end, end)]
}

function nearest(text: string, wanted: string, offset: number): number | undefined {
  const after = text.indexOf(wanted, offset)
  const before = text.lastIndexOf(wanted, offset)
  if (after === -1) return before === -1 ? undefined : before
  return before === -1 || after - offset <= offset - before ? after : before
}
