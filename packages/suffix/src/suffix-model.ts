import { choose, type Choice, featureCount, type Situation } from './candidates.ts'
import { type Corpus, GrowingStream } from './corpus.ts'
import { evaluate } from './network.ts'
import { type Part, partOf } from './part.ts'
import { cutPieces, indentAfter, isBreakName } from './pieces.ts'
import { longestContext, Reading, type Source } from './reading.ts'
import { Vocabulary } from './vocabulary.ts'
import { network } from './weights.ts'

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
}

/** A text that may come next. */
export interface Continuation {
  text: string
  /** That what the user writes next begins with `text`. */
  probability: number
}

/** A piece of text, and how little it was to be expected. */
export interface Surprise {
  start: number
  end: number
  bits: number
}

const longestBefore = 3000
const expansions = 12
const leastProbability = 0.08

/**
 * A language model of one codebase: what follows the longest contexts that were seen before, in the codebase, in the
 * file, and in the user's last edits, weighed by a small network that was trained on replayed histories.
 */
export class SuffixModel {
  readonly #vocabulary: Vocabulary
  readonly #fixed: Corpus
  readonly #whole: Part
  readonly #indexOf: Map<string, number>
  /** Files that are no longer as in the fixed part; null where they are gone. */
  readonly #changed = new Map<string, Part | null>()
  #gone: Part | undefined
  readonly #seenFiles = new Map<string, Part>()
  #edits: { inserted: Int32Array; removed: Int32Array }[] = []
  #lately: [inserted: Source, removed: Source] = [[], []]

  constructor(corpus: Corpus) {
    this.#fixed = corpus
    this.#vocabulary = new Vocabulary(corpus.names)
    this.#whole = { tokens: corpus.tokens, array: corpus.array, frequent: new Map() }
    this.#indexOf = new Map(corpus.paths.map((path, index) => [path, index]))
  }

  /** The file's text is now `text`. */
  replace(path: string, text: string): void {
    this.#seenFiles.delete(path)
    this.#takeOut(path)
    this.#changed.set(path, this.#partOf([this.#read(text)]))
  }

  remove(path: string): void {
    this.#seenFiles.delete(path)
    if (this.#indexOf.has(path)) {
      this.#takeOut(path)
      this.#changed.set(path, null)
    } else this.#changed.delete(path)
  }

  /** An edit was made: what it is about is likely to come again. */
  note({ inserted, removed }: { inserted: string; removed: string }): void {
    this.#edits.push({ inserted: this.#read(inserted), removed: this.#read(removed) })
    if (this.#edits.length > 24) this.#edits.shift()
    this.#lately = [
      [{ part: this.#partOf(this.#edits.map((edit) => edit.inserted)), sign: 1 }],
      [{ part: this.#partOf(this.#edits.map((edit) => edit.removed)), sign: 1 }],
    ]
  }

  /** Forgets the noted edits. */
  forgetEdits(): void {
    this.#edits = []
    this.#lately = [[], []]
  }

  /** What may come at the caret, likeliest first; a text's own beginnings are given too, with their probabilities. */
  continuations({ path, before, after = '', names = [], limit = 8 }: Query): Continuation[] {
    const lineEnd = before.includes('\r\n') ? '\r\n' : '\n'
    const { context, partial, base } = this.#situate(before.slice(-longestBefore * 2))
    const common = {
      vocabulary: this.#vocabulary,
      sources: this.#sources(path),
      names,
      after: firstPiece(after),
    }
    const found: Continuation[] = []
    const open: Node[] = [{ text: '', probability: 1, context, partial, base, further: false }]
    for (let expanded = 0; expanded < expansions; expanded++) {
      const at = likeliest(open)
      if (at === -1) break
      const node = open.splice(at, 1)[0]!
      const choice = choose({ ...common, ...node })
      const probabilities = probabilitiesOf(choice)
      choice.candidates.forEach((candidate, index) => {
        const probability = node.probability * probabilities[index]!
        if (probability < leastProbability) return
        const name = this.#vocabulary.names[candidate.token]!
        const text = node.text + candidate.text.slice(node.partial.length)
        if (text !== node.text) found.push({ text, probability })
        const next = new Int32Array(node.context.length + 1)
        next.set(node.context)
        next[node.context.length] = candidate.token
        open.push({
          text,
          probability,
          context: next,
          partial: '',
          base: isBreakName(name) ? indentAfter(name, node.base)! : node.base,
          further: text !== '',
        })
      })
    }
    found.sort((a, b) => b.probability - a.probability || (a.text < b.text ? -1 : 1))
    if (lineEnd !== '\n') for (const one of found) one.text = one.text.replaceAll('\n', lineEnd)
    return found.slice(0, limit)
  }

  /** How surprising each piece of `text` is, if it were the text of `path` and nothing were known of that file's own text. */
  surprise(text: string, path: string): Surprise[] {
    const own = this.#filePart(path)
    const source: Source = own ? [...this.#codebase(), { part: own, sign: -1 }] : this.#codebase()
    const tokens = new GrowingStream()
    const all: Surprise[] = []
    const unseen = 1 / (this.#vocabulary.size + 1)
    cutPieces(text, (name, start, end) => {
      const before = tokens.last(longestContext)
      const token = this.#vocabulary.find(name) ?? this.#vocabulary.size
      const probability = new Reading(source, before).probability(token, unseen)
      all.push({ start, end, bits: -Math.log2(probability) })
      tokens.push(token)
    })
    return all
  }

  /** The choice of pieces at a place, for training. */
  choiceAt(path: string, before: string, after: string, partial: string, further: boolean): Choice {
    const { context, base } = this.#situate(before.slice(-longestBefore * 2), true)
    return choose({
      vocabulary: this.#vocabulary,
      sources: this.#sources(path),
      names: [],
      after: firstPiece(after),
      context,
      partial,
      base,
      further,
    })
  }

  nameOf(token: number): string {
    return this.#vocabulary.names[token]!
  }

  #situate(text: string, complete = false): Pick<Situation, 'context' | 'partial' | 'base'> {
    const before = text.replaceAll('\r\n', '\n')
    // A whole line's start, so that indentation is known.
    const start = before.length > longestBefore ? before.indexOf('\n', before.length - longestBefore) + 1 : 0
    const tail = before.slice(start)
    const tokens = new GrowingStream()
    let last = 0
    let lastName = ''
    let base = ''
    let previousBase = ''
    cutPieces(tail, (name, from) => {
      tokens.push(this.#vocabulary.add(name))
      last = from
      lastName = name
      if (isBreakName(name)) {
        previousBase = base
        base = indentAfter(name, base) ?? ''
      }
    })
    if (complete) return { context: tokens.end(), partial: '', base }
    const context = tokens.end()
    if (isBreakName(lastName)) base = previousBase
    return { context: context.slice(0, -1), partial: tail.slice(last), base }
  }

  #sources(path: string): Situation['sources'] {
    const file = this.#filePart(path)
    return [this.#codebase(), file ? [{ part: file, sign: 1 }] : [], ...this.#lately]
  }

  #codebase(): Source {
    const source: { part: Part; sign: 1 | -1 }[] = [{ part: this.#whole, sign: 1 }]
    if (this.#gone) source.push({ part: this.#gone, sign: -1 })
    for (const part of this.#changed.values()) if (part) source.push({ part, sign: 1 })
    return source
  }

  #filePart(path: string): Part | undefined {
    const changed = this.#changed.get(path)
    if (changed !== undefined) return changed ?? undefined
    let part = this.#seenFiles.get(path)
    if (!part) {
      const tokens = this.#fixedTokens(path)
      if (!tokens) return undefined
      if (this.#seenFiles.size > 8) this.#seenFiles.clear()
      this.#seenFiles.set(path, (part = partOf(tokens, this.#vocabulary.size)))
    }
    return part
  }

  #fixedTokens(path: string): Int32Array<ArrayBuffer> | undefined {
    const index = this.#indexOf.get(path)
    if (index === undefined) return undefined
    const { tokens, starts } = this.#fixed
    return tokens.slice(starts[index]!, starts[index + 1]!)
  }

  /** Counts the fixed text of `path` as gone. */
  #takeOut(path: string): void {
    if (this.#changed.has(path) || !this.#indexOf.has(path)) return
    const gone = this.#gone ? [this.#gone.tokens] : []
    this.#gone = this.#partOf([...gone, this.#fixedTokens(path)!])
  }

  #read(text: string): Int32Array<ArrayBuffer> {
    const tokens = new GrowingStream()
    cutPieces(text, (name) => tokens.push(this.#vocabulary.add(name)))
    tokens.push(0)
    return tokens.end()
  }

  #partOf(files: readonly Int32Array[]): Part {
    const tokens = new Int32Array(files.reduce((sum, { length }) => sum + length, 0))
    let at = 0
    for (const file of files) {
      tokens.set(file, at)
      at += file.length
    }
    return partOf(tokens, this.#vocabulary.size)
  }
}

interface Node extends Pick<Situation, 'context' | 'partial' | 'base' | 'further'> {
  text: string
  probability: number
}

function likeliest(open: readonly Node[]): number {
  let best = -1
  for (let at = 0; at < open.length; at++) if (best === -1 || open[at]!.probability > open[best]!.probability) best = at
  return best
}

/** Softmax over the candidates and none of them. */
function probabilitiesOf({ candidates, features }: Choice): Float64Array {
  const scores = new Float64Array(candidates.length + 1)
  let sum = 0
  for (let at = 0; at < scores.length; at++) {
    scores[at] = Math.exp(Math.min(40, evaluate(network, features, at * featureCount)))
    sum += scores[at]!
  }
  for (let at = 0; at < scores.length; at++) scores[at]! /= sum
  return scores
}

function firstPiece(after: string): string {
  let first = ''
  const text = after.slice(0, 200).trimStart()
  if (/^\s*\n/.test(after)) return ''
  cutPieces(text, (name) => {
    first ||= name
  })
  return first
}
