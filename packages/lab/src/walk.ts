import type { Caret, Continuation, FileEdit, Predictor } from '@caret/tab'
import { applyEdits } from '@caret/text'
import { classifyMiss, type MissClass, type Traits, traitsOf } from './classify.ts'
import type { Mistake } from './mistakes.ts'
import { remaining } from './remaining.ts'
import type { ReplayedCommit } from './replay.ts'
import { makeTheSame } from './rightness.ts'
import { count, type Tally } from './tally.ts'
import { textsFrom } from './texts.ts'

/**
 * Makes a commit's edits one by one as its author might have with this predictor at hand, and counts what that saves. Each
 * edit is typed key by key, with continuations accepted when they are exactly what comes next; after each edit the
 * predictor is asked once for the next one, and when it is right anywhere among those that remain, it is taken.
 */
export async function walk(
  commit: ReplayedCommit,
  predictor: Predictor,
  tally: Tally,
  onMistake?: (mistake: Mistake) => void,
  signal?: AbortSignal,
): Promise<void> {
  const left = remaining(commit.edits)
  const texts = textsFrom(commit.before, signal)
  const textOf = texts.of
  const made: { edit: FileEdit; traits: Traits }[] = []
  const done = async (edit: FileEdit) => {
    made.push({ edit, traits: traitsOf(await textOf(edit.path), edit) })
    await texts.make(edit)
    left.take(edit)
  }

  tally.commits++
  tally.edits += commit.edits.length
  tally.later += commit.edits.length - 1
  for (const edit of commit.edits) tally.keysWithout += keysToType(edit)

  const type = async (edit: FileEdit) => {
    const text = await textOf(edit.path)
    tally.keysWith += await typeEdit(edit, predictor, tally, (wrong) => {
      const before = applyEdits(text, [{ ...edit, insert: edit.insert.slice(0, wrong.typed) }])
      onMistake?.({
        kind: 'continuation',
        commit,
        text: before,
        shown: { ...edit, offset: edit.offset + wrong.typed, remove: 0, insert: wrong.continuation.text },
        suggestion: wrong.continuation,
        expected: { ...edit, offset: edit.offset + wrong.typed, remove: 0, insert: edit.insert.slice(wrong.typed) },
        made: made.map((each) => each.edit),
      })
    })
    await done(edit)
  }

  let last = left.edits[0]!
  await type(last)
  for (;;) {
    signal?.throwIfAborted()
    const caret = { path: last.path, offset: last.offset + last.insert.length }
    const started = performance.now()
    const predicted = await predictor.predict(caret, signal)
    // What a file is called is no hunk of a commit.
    const prediction = predicted && 'edit' in predicted ? predicted : undefined
    tally.predictMs.push(performance.now() - started)
    predictor.rest()
    const text = prediction && (await textOf(prediction.edit.path))
    const right =
      prediction &&
      left.edits.find((edit) => edit.path === prediction.edit.path && makeTheSame(text ?? '', prediction.edit, edit))
    const next = right ?? left.edits[0]
    const miss = next && (await classOf(next))
    const repeats = miss === 'repeat'
    if (repeats) {
      tally.repeated++
      if (right) tally.repeatedRight++
    }
    if (miss && !right) tally.missed.set(miss, (tally.missed.get(miss) ?? 0) + 1)
    if (prediction) {
      const keys = right && onSameLine(await textOf(right.path), caret, right) ? 1 : 2
      count(tally.predictions, prediction.source, !!right, right ? keysToType(right) - keys : 0)
      if (right) tally.keysWith += keys
      predictor.settle(prediction, right ? 'accepted' : 'dismissed')
    }
    if (!right && (prediction || repeats)) {
      onMistake?.({
        kind: prediction ? 'wrong' : 'missed',
        commit,
        text: await textOf(prediction?.edit.path ?? next!.path),
        shown: prediction?.edit,
        suggestion: prediction,
        expected: next,
        made: made.map((each) => each.edit),
      })
    }
    if (!next) break
    last = next
    if (right && prediction) {
      predictor.record({ ...right, accepted: 'edit' })
      await done(right)
    } else {
      await type(next)
    }
  }

  async function classOf(edit: FileEdit): Promise<MissClass> {
    const text = await textOf(edit.path)
    const earlier = made.map(({ traits }) => traits)
    return classifyMiss(text, traitsOf(text, edit), earlier)
  }
}

/** One key a character, one for a deletion of any length, two to navigate there. */
export const keysToType = ({ remove, insert }: FileEdit): number => insert.length + (remove > 0 ? 1 : 0) + 2

/** No jump is needed to an edit that touches the line of the caret. */
function onSameLine(text: string, caret: Caret, { path, offset, remove }: FileEdit): boolean {
  if (path !== caret.path) return false
  const [from, to] = [Math.min(caret.offset, offset), Math.max(caret.offset, offset)]
  const between = offset < caret.offset ? text.slice(offset + remove, to) : text.slice(from, to)
  return !between.includes('\n')
}

interface WrongContinuation {
  continuation: Continuation
  /** How much of the edit was typed when it was shown. */
  typed: number
}

/** Types an edit as the user would, and gives the keys it took. */
async function typeEdit(
  edit: FileEdit,
  predictor: Predictor,
  tally: Tally,
  onWrong: (wrong: WrongContinuation) => void,
): Promise<number> {
  const { path, offset, remove, insert } = edit
  let keys = 2
  if (remove > 0) {
    keys++
    predictor.record({ path, offset, remove, insert: '' })
  }
  let shown: (WrongContinuation & { rest: string }) | undefined
  const gone = () => {
    if (!shown) return
    count(tally.continuations, shown.continuation.source, false)
    predictor.settle(shown.continuation, 'dismissed')
    onWrong(shown)
    shown = undefined
  }
  for (let at = 0; at < insert.length; ) {
    const started = performance.now()
    const continuation = await predictor.complete({ path, offset: offset + at })
    tally.completeMs.push(performance.now() - started)
    if (shown && continuation?.text !== shown.rest) gone()
    if (continuation && continuation.text !== '') {
      shown ??= { continuation, typed: at, rest: continuation.text }
      if (insert.startsWith(continuation.text, at)) {
        count(tally.continuations, continuation.source, true, continuation.text.length - 1)
        predictor.settle(continuation, 'accepted')
        predictor.record({
          path,
          offset: offset + at,
          remove: 0,
          insert: continuation.text,
          accepted: 'continuation',
        })
        keys++
        at += continuation.text.length
        shown = undefined
        continue
      }
    }
    const key = insert[at]!
    if (shown?.rest.startsWith(key)) shown.rest = shown.rest.slice(1)
    else gone()
    predictor.record({ path, offset: offset + at, remove: 0, insert: key })
    keys++
    at++
  }
  gone()
  return keys
}
