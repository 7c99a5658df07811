import { Shapes } from './abstraction.ts'
import { choose, type Choice, featureCount, type Situation, unseen } from './candidates.ts'
import { type Corpus, GrowingStream, sortCorpus } from './corpus.ts'
import { evaluate } from './network.ts'
import { type Part, partOf } from './part.ts'
import { cutPieces, indentAfter, isBreakName } from './pieces.ts'
import { longestContext, Reading, type Source } from './reading.ts'
import { concatenate, Tiers } from './tiers.ts'
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
  /**
   * Texts that were offered here, less what was typed along since, and not accepted: they would have been, had they been
   * right. What begins with one is not given again, and all others become likelier.
   */
  refused?: readonly string[]
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
const mostCurrent = 4
const mostEdits = 24
const leastProbability = 0.08

/**
 * A language model of one codebase: what follows the longest contexts that were seen before, in the codebase, in the
 * file, and in the user's last edits, weighed by a small network that was trained on replayed histories.
 */
export class SuffixModel {
  #vocabulary!: Vocabulary
  #fixed!: Corpus
  #whole!: Part
  #indexOf!: Map<string, number>
  /** Files that changed last, in that order, apart from all others: they change again. */
  #current!: Map<string, Part>
  /** Other files that are no longer as in the corpus; null where their last known text is taken out. */
  #settled!: Map<string, Int32Array<ArrayBuffer> | null>
  #added!: Tiers
  #gone!: Tiers
  /** Parts of single files, made when they are asked for. */
  #ofFiles!: Map<string, Part>
  #shapes!: Shapes
  #shapeParts!: WeakMap<Part, Part>
  #edits: NotedEdit[] = []
  #lately!: [inserted: Source, removed: Source]

  constructor(corpus: Corpus) {
    this.#begin(corpus)
  }

  /** The share of the texts that changed since the corpus was built; `compact` above a quarter or so. */
  get changed(): number {
    return (this.#added.size + this.#gone.size) / Math.max(1, this.#fixed.tokens.length)
  }

  /** The file's text is now `text`. */
  replace(path: string, text: string): void {
    this.#takeOut(path)
    this.#current.set(path, partOf(this.#read(text), this.#vocabulary.size))
    if (this.#current.size <= mostCurrent) return
    const [oldest, { tokens }] = this.#current.entries().next().value!
    this.#current.delete(oldest)
    this.#settled.set(oldest, tokens)
    this.#added.add(tokens, this.#vocabulary.size)
  }

  remove(path: string): void {
    this.#takeOut(path)
  }

  /** Builds anew from the texts as they are, as slow as at the start. Nothing else changes. */
  compact(): void {
    const files = new Map<string, Int32Array<ArrayBuffer>>()
    for (const path of this.#indexOf.keys()) {
      if (!this.#settled.has(path) && !this.#current.has(path)) files.set(path, this.#fixedTokens(path)!)
    }
    for (const [path, tokens] of this.#settled) if (tokens) files.set(path, tokens)
    for (const [path, { tokens }] of this.#current) files.set(path, tokens)
    const starts = [0]
    for (const { length } of files.values()) starts.push(starts.at(-1)! + length)
    this.#begin(sortCorpus(this.#vocabulary.names, concatenate([...files.values()]), [...files.keys()], starts))
  }

  /** An edit was made: what it is about is likely to come again. */
  note({ inserted, removed }: NotedEdit): void {
    this.#edits.push({ inserted, removed })
    if (this.#edits.length > mostEdits) this.#edits.shift()
    this.#readEdits()
  }

  /** Forgets the noted edits. */
  forgetEdits(): void {
    this.#edits = []
    this.#readEdits()
  }

  /** What may come at the caret, likeliest first; a text's own beginnings are given too, with their probabilities. */
  continuations({ path, before, after = '', names = [], limit = 8, refused = [] }: Query): Continuation[] {
    const lineEnd = before.includes('\r\n') ? '\r\n' : '\n'
    const { context, partial, base } = this.#situate(before.slice(-longestBefore * 2))
    const common = {
      vocabulary: this.#vocabulary,
      shapes: this.#shapes,
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
    const kept = refused.length > 0 ? withoutRefused(found, refused) : found
    kept.sort((a, b) => b.probability - a.probability || (a.text < b.text ? -1 : 1))
    if (lineEnd !== '\n') for (const one of kept) one.text = one.text.replaceAll('\n', lineEnd)
    return kept.slice(0, limit)
  }

  /** How surprising each piece of `text` is, if it were the text of `path` and nothing were known of that file's own text. */
  surprise(text: string, path: string): Surprise[] {
    const own = this.#filePart(path)
    const source: Source = own ? [...this.#codebase(), { part: own, sign: -1 }] : this.#codebase()
    const tokens = new GrowingStream()
    const all: Surprise[] = []
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
      shapes: this.#shapes,
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
    return { context: context.slice(0, -1), partial: tail.slice(last).replace(/^[ \t]+(?=\n)/, ''), base }
  }

  #sources(path: string): Situation['sources'] {
    const file = this.#filePart(path)
    const here: Source = file ? [{ part: file, sign: 1 }] : []
    const shape = ({ part, sign }: Source[number]) => ({ part: this.#shapeOf(part), sign })
    const shapes = this.#withShapes ? this.#codebase().map(shape) : []
    return [this.#codebase(), here, ...this.#lately, [...here, ...this.#lately[0]].map(shape), shapes]
  }

  #codebase(): Source {
    const source: { part: Part; sign: 1 | -1 }[] = [{ part: this.#whole, sign: 1 }]
    for (const part of this.#added.parts) source.push({ part, sign: 1 })
    for (const part of this.#current.values()) source.push({ part, sign: 1 })
    for (const part of this.#gone.parts) source.push({ part, sign: -1 })
    return source
  }

  #filePart(path: string): Part | undefined {
    let part = this.#current.get(path) ?? this.#ofFiles.get(path)
    if (!part) {
      const tokens = this.#settledTokens(path)
      if (!tokens) return undefined
      if (this.#ofFiles.size > mostCurrent) this.#ofFiles.clear()
      this.#ofFiles.set(path, (part = partOf(tokens, this.#vocabulary.size)))
    }
    return part
  }

  #withShapes = true
  #shapeOf(part: Part): Part {
    let shape = this.#shapeParts.get(part)
    if (!shape) this.#shapeParts.set(part, (shape = partOf(this.#shapes.of(part.tokens), this.#shapes.size)))
    return shape
  }

  #begin(corpus: Corpus): void {
    this.#fixed = corpus
    this.#vocabulary = new Vocabulary(corpus.names)
    this.#shapes = new Shapes(this.#vocabulary)
    this.#shapeParts = new WeakMap()
    this.#whole = { tokens: corpus.tokens, array: corpus.array, frequent: new Map() }
    this.#indexOf = new Map(corpus.paths.map((path, index) => [path, index]))
    this.#current = new Map()
    this.#settled = new Map()
    this.#added = new Tiers()
    this.#gone = new Tiers()
    this.#ofFiles = new Map()
    this.#readEdits()
  }

  /** The file is no longer part of anything. */
  #takeOut(path: string): void {
    this.#ofFiles.delete(path)
    if (this.#current.delete(path)) return
    const tokens = this.#settledTokens(path)
    if (!tokens) return
    this.#gone.add(tokens, this.#vocabulary.size)
    this.#settled.set(path, null)
  }

  #settledTokens(path: string): Int32Array<ArrayBuffer> | null | undefined {
    const settled = this.#settled.get(path)
    return settled === undefined ? this.#fixedTokens(path) : settled
  }

  #fixedTokens(path: string): Int32Array<ArrayBuffer> | undefined {
    const index = this.#indexOf.get(path)
    const { tokens, starts } = this.#fixed
    return index === undefined ? undefined : tokens.slice(starts[index], starts[index + 1])
  }

  #readEdits(): void {
    const source = (texts: string[]): Source =>
      texts.length === 0
        ? []
        : [{ part: partOf(concatenate(texts.map((text) => this.#read(text))), this.#vocabulary.size), sign: 1 }]
    this.#lately = [
      source(this.#edits.map(({ inserted }) => inserted).filter(Boolean)),
      source(this.#edits.map(({ removed }) => removed).filter(Boolean)),
    ]
  }

  #read(text: string): Int32Array<ArrayBuffer> {
    const tokens = new GrowingStream()
    cutPieces(text, (name) => tokens.push(this.#vocabulary.add(name)))
    tokens.push(0)
    return tokens.end()
  }
}

/** What an edit put in and took out. */
export interface NotedEdit {
  inserted: string
  removed: string
}

interface Node extends Pick<Situation, 'context' | 'partial' | 'base' | 'further'> {
  text: string
  probability: number
}

/** The probabilities when none of `refused` comes next. */
function withoutRefused(found: readonly Continuation[], refused: readonly string[]): Continuation[] {
  const shortest = refused.filter((text) => !refused.some((other) => other !== text && text.startsWith(other)))
  const masses = [...new Set(shortest)].map((text) => ({
    text,
    // One that is not among those found is as likely as its longest beginning at most; take it for impossible.
    probability: found.find((one) => one.text === text)?.probability ?? 0,
  }))
  const rest = Math.max(1e-6, 1 - masses.reduce((sum, { probability }) => sum + probability, 0))
  const kept: Continuation[] = []
  for (const { text, probability } of found) {
    if (masses.some((mass) => text.startsWith(mass.text))) continue
    let left = probability
    for (const mass of masses) if (mass.text.startsWith(text)) left -= mass.probability
    if (left > 0) kept.push({ text, probability: Math.min(1, left / rest) })
  }
  return kept
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
