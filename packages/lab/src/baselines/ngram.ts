import { tokenize } from '@caret/syntax'
import { type Caret, createFolder, type Predictor } from '@caret/tab'
import { createNgrams } from './ngrams.ts'

export interface NgramOptions {
  /**
   * A continuation goes on while the product of its tokens' shares, each among those seen after its context, is at least
   * this; default 0.4.
   */
  share?: number
  /** Tokens that a continuation has at most; default 12. */
  tokens?: number
}

/**
 * The baseline for continuations: what followed the last five tokens most often, anywhere in the folder; fewer tokens where
 * five were never seen. It goes on within the line while it is likely enough.
 */
export function ngramPredictor({ share = 0.4, tokens: most = 12 }: NgramOptions = {}): Predictor {
  const folder = createFolder()
  const ngrams = createNgrams()
  const edited = new Set<string>()
  const index = (path: string) => {
    const text = folder.texts.get(path)
    ngrams.set(path, text === undefined ? undefined : tokenTexts(text))
  }
  const complete = ({ path, offset }: Caret): string => {
    const text = folder.texts.get(path) ?? ''
    const tokens = tokenTexts(text.slice(lineStart(text, offset, 4), offset))
    // A word may go on; after a blank or an operator a new token starts.
    const partial = /[\p{L}\p{N}_$@]$/u.test(tokens.at(-1) ?? '') ? tokens.pop()! : ''
    const context = tokens.map(ngrams.idOf)
    let made = ''
    let joint = 1
    for (let count = 0; count < most; count++) {
      const next = ngrams.next(context.slice(-5), count === 0 ? partial : '')
      joint *= next?.share ?? 0
      if (next === undefined || joint < share || next.text.includes('\n')) break
      made += count === 0 ? next.text.slice(partial.length) : next.text
      context.push(next.id)
    }
    return made.trimEnd()
  }
  return {
    open: async (snapshot, signal) => {
      for (const path of await folder.open(snapshot, signal)) index(path)
      edited.clear()
    },
    record: (edit) => {
      folder.edit(edit)
      edited.add(edit.path)
    },
    update: (path, text) => {
      folder.set(path, text)
      edited.add(path)
    },
    predict: async () => {
      // A burst has ended: from now on it counts as part of the folder.
      for (const path of edited) index(path)
      edited.clear()
      return undefined
    },
    complete: async (caret) => {
      const text = complete(caret)
      if (text.length < 2) return undefined
      return { text, source: 'ngram', probability: share, reason: 'follows the same tokens elsewhere' }
    },
    rest: () => {},
    rehearse: () => [],
    settle: () => {},
    [Symbol.asyncDispose]: async () => {},
  }
}

const tokenTexts = (text: string): string[] => tokenize(text).map(({ start, end }) => text.slice(start, end))

function lineStart(text: string, offset: number, lines: number): number {
  let at = offset
  for (let line = 0; line < lines && at > 0; line++) at = text.lastIndexOf('\n', at - 1)
  return Math.max(0, at)
}
