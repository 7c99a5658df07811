import { type Choice, choose, type Situation } from './candidates.ts'
import { type Corpus, GrowingStream } from './corpus.ts'
import { cutPieces } from './pieces.ts'
import { longestContext, Reading, Readings, type Source } from './reading.ts'
import { type Continuation, search, withoutRefused } from './search.ts'
import { firstPiece, type Place, situate, situateAfter } from './situate.ts'
import { Texts } from './texts.ts'

/** Where to continue. */
export interface Query {
  path: string
  /** The text before the caret; its last few thousand characters are looked at. */
  before: string
  /** The text after the caret. */
  after?: string
  /** Names known to be in scope, which are candidates even where they were never seen. */
  names?: readonly string[]
  /** How many to give; default 8. */
  limit?: number
  /**
   * Texts that were offered here, less what was typed along since, and not accepted: they would have been, had they been
   * right. What begins with one is not given again, and all others become likelier.
   */
  refused?: readonly string[]
}

/** A piece of text, and how little it was to be expected. */
export interface Surprise {
  start: number
  end: number
  bits: number
}

/** What an edit put in and took out. */
export interface NotedEdit {
  inserted: string
  removed: string
}

/**
 * A language model of one codebase: what follows the longest contexts that were seen before, in the codebase, in the
 * file and in the user's last edits, literally and by the shape of the code, weighed by a small network that was trained on
 * replayed histories.
 */
export class SuffixModel {
  #texts: Texts
  #edits: readonly NotedEdit[] = []
  #readings: Readings | undefined
  #lately: readonly [inserted: Source, removed: Source] = [[], []]

  constructor(corpus: Corpus) {
    this.#texts = new Texts(corpus)
  }

  /** The share of the texts that changed since the corpus was built; above a quarter or so it is time to `compact`. */
  get changed(): number {
    return this.#texts.changed
  }

  /** The file's text is now `text`. */
  replace(path: string, text: string): void {
    this.#texts.replace(path, text)
  }

  remove(path: string): void {
    this.#texts.remove(path)
  }

  /** Builds anew from the texts as they are, which takes as long as at the start. Answers stay the same. */
  compact(): void {
    this.#texts = new Texts(this.#texts.compact())
    this.#readEdits()
  }

  /** The last edits, newest first, in place of those noted before: what they are about is likely to come again. */
  note(edits: readonly NotedEdit[]): void {
    this.#edits = edits.toReversed()
    this.#readEdits()
  }

  /** What may come at the caret, likeliest first; a text's own beginnings are given too, with their probabilities. */
  continuations({ path, before, after = '', names = [], limit = 8, refused = [] }: Query): Continuation[] {
    const found = search(this.#situation(path, after, names, situate(this.#texts.vocabulary, before)))
    const windows = before.includes('\r\n')
    const kept = withoutRefused(found, windows ? refused.map((text) => text.replaceAll('\r\n', '\n')) : refused)
    kept.sort((a, b) => b.probability - a.probability || (a.text < b.text ? -1 : 1))
    const first = kept.slice(0, limit)
    return windows ? first.map((one) => ({ ...one, text: one.text.replaceAll('\n', '\r\n') })) : first
  }

  /** How surprising each piece of `text` is as the text of `path`, for one who does not know that file. */
  surprise(text: string, path: string): Surprise[] {
    const { vocabulary } = this.#texts
    const own = this.#texts.file(path)
    const source: Source = [...this.#texts.codebase(), ...(own ? [{ part: own, sign: -1 as const }] : [])]
    const tokens = new GrowingStream()
    const all: Surprise[] = []
    cutPieces(text, (name, start, end) => {
      const token = vocabulary.find(name) ?? vocabulary.size
      const probability = new Reading(source, tokens.last(longestContext)).probability(token)
      all.push({ start, end, bits: -Math.log2(probability) })
      tokens.push(token)
    })
    return all
  }

  /** The choice of the next piece after `before`, which ends with a complete one, as the network sees it: for its training. */
  choice(query: Query, partial: string, further: boolean): Choice {
    const place = situateAfter(this.#texts.vocabulary, query.before)
    return choose({ ...this.#situation(query.path, query.after ?? '', [], place), partial, further })
  }

  #situation(path: string, after: string, names: readonly string[], place: Place): Situation {
    const texts = this.#texts
    const file = texts.file(path)
    const here: Source = file ? [{ part: file, sign: 1 }] : []
    const codebase = texts.codebase()
    const [inserted, removed] = this.#lately
    return {
      vocabulary: texts.vocabulary,
      shapes: texts.shapes,
      readings: this.#readingsOf([
        ...[codebase, here, inserted, removed],
        ...[texts.shapesOf([...here, ...inserted]), texts.shapesOf(codebase)],
      ]),
      lately: [tokensOf(inserted), tokensOf(removed)],
      after: firstPiece(after),
      names,
      further: false,
      ...place,
    }
  }

  #readingsOf(sources: readonly Source[]): Readings {
    if (!this.#readings?.areOf(sources)) this.#readings = new Readings(sources)
    return this.#readings
  }

  #readEdits(): void {
    const source = (texts: string[]): Source => (texts.length > 0 ? [{ part: this.#texts.partOf(texts), sign: 1 }] : [])
    this.#lately = [
      source(this.#edits.map(({ inserted }) => inserted).filter(Boolean)),
      source(this.#edits.map(({ removed }) => removed).filter(Boolean)),
    ]
  }
}

const nothing = new Int32Array(0)
const tokensOf = (source: Source): Int32Array => source[0]?.part.tokens ?? nothing
