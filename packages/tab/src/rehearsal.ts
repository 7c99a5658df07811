import { applyEdits, type Edit } from '@caret/text'
import type { Supposing } from './ahead.ts'
import type { FileEdit } from './predictor.ts'
import { lineEnd, lineStart } from './sources/lines.ts'

/** A predictor that edits may be supposed of. */
export interface Rehearsing extends Pick<Supposing, 'mark' | 'predict'> {
  record(edit: FileEdit): void
}

/** Files that are rehearsed in, and the least text that gives something to rehearse. */
const mostFiles = 16
const leastText = 400

/**
 * Predicts after edits that nobody made, in files throughout the folder. Code is compiled while it runs, so that the first
 * predictions take several times as long as later ones: those are these, and not the user's. Between steps nothing is supposed.
 */
export function* rehearse(texts: ReadonlyMap<string, string>, { mark, record, predict }: Rehearsing): Generator<void> {
  const paths = [...texts].filter(([, text]) => text.length >= leastText).map(([path]) => path)
  const stride = Math.max(1, Math.floor(paths.length / mostFiles))
  for (let at = 0; at < Math.min(mostFiles, paths.length); at++) {
    const path = paths[at * stride]!
    const edits = likelyEdits(texts.get(path) ?? '')
    for (let count = 1; count <= edits.length; count++) {
      const putBack = mark([path])
      try {
        const made = edits.slice(0, count)
        for (const edit of made) record({ path, ...edit })
        const { offset, insert } = made.at(-1)!
        predict({ path, offset: offset + insert.length })
      } finally {
        putBack()
      }
      yield
    }
  }
}

/**
 * What somebody may do in the middle of a text, each edit in the text as those before have left it: a name gives way to another,
 * twice; a call has one more argument; a line is there twice, and another one is gone. No word is new.
 */
function likelyEdits(text: string): Edit[] {
  const start = lineStart(text, text.length >> 1)
  const [name, other] = new Set(text.slice(start).match(/[\p{L}_]{4,}/gu))
  if (name === undefined || other === undefined) return []
  const edits: Edit[] = []
  let now = text
  const make = (offset: number, remove: number, insert: string) => {
    const edit = { offset, remove, insert }
    edits.push(edit)
    now = applyEdits(now, [edit])
  }
  for (let times = 0; times < 2; times++) {
    const at = now.indexOf(name, start)
    if (at >= 0) make(at, name.length, other)
  }
  const call = now.indexOf('(', start)
  if (call >= 0) make(call + 1, 0, `${other}, `)
  const line = now.slice(start, lineEnd(now, start))
  make(start, 0, line)
  const next = start + 2 * line.length
  if (next < now.length) make(next, lineEnd(now, next) - next, '')
  return edits
}
