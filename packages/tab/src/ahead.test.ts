import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CaretPredictor, createPredictor } from './caret-predictor.ts'
import type { EditPrediction, Prediction } from './predictor.ts'

const calls = (name: string) => `${name}(message, user)\nreceive(${name})\n`.repeat(6)
const texts = { 'a.ts': calls('send'), 'b.ts': calls('send'), 'c.ts': `${calls('tell')}${calls('send')}` }
type Path = keyof typeof texts
const paths = Object.keys(texts) as Path[]

async function open(): Promise<CaretPredictor> {
  const predictor = createPredictor()
  const files = new Map(paths.map((path) => [path, '1']))
  await predictor.open({ files, read: async (path) => texts[path as Path] })
  return predictor
}

const isEdit = (prediction: Prediction | undefined): prediction is EditPrediction =>
  prediction !== undefined && 'edit' in prediction

test('says what comes next when all of it is accepted, on into other files', async () => {
  await using predictor = await open()
  for (const offset of [12, 46]) predictor.record({ path: 'a.ts', offset, remove: 0, insert: ', now' })
  let shown = await predictor.predict({ path: 'a.ts', offset: 51 })
  const foreseen = [...take(predictor.ahead(shown as EditPrediction), 12)]
  const seen: Prediction[] = []
  while (isEdit(shown) && seen.length < 12) {
    const { path, offset, insert } = shown.edit
    predictor.record({ ...shown.edit, accepted: 'edit' })
    predictor.settle(shown, 'accepted')
    shown = await predictor.predict({ path, offset: offset + insert.length })
    if (shown) seen.push(shown)
  }
  expect(foreseen).toEqual(seen)
  expect(new Set(seen.map((each) => isEdit(each) && each.edit.path)).size).toBeGreaterThan(1)
})

function* take<T>(all: Iterator<T, void>, most: number): Generator<T> {
  for (let count = 0; count < most; count++) {
    const { value, done } = all.next()
    if (done || value === undefined) return
    yield value
  }
}

/** What a user may do; places and choices are taken modulo what there is. */
const action = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('edit' as const),
      path: fc.constantFrom(...paths),
      line: fc.nat(40),
      change: fc.constantFrom(
        { find: 'message', remove: 0, insert: 'the' },
        { find: ', user', remove: 6, insert: '' },
        { find: ')', remove: 0, insert: ', now' },
        { find: 'send', remove: 4, insert: 'post' },
        { find: '\n', remove: 0, insert: '\nlog(user)' },
      ),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('predict' as const),
      steps: fc.nat(4),
      outcome: fc.constantFrom('accepted' as const, 'accepted' as const, 'dismissed' as const, 'ignored' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constantFrom('rest' as const, 'undo' as const, 'complain' as const, 'bind' as const, 'reread' as const),
      path: fc.constantFrom(...paths),
    }),
  },
)

test('looking ahead changes no answer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 5, maxLength: 25 }), async (actions) => {
      const [ahead, plain] = [await open(), await open()]
      const both = [ahead, plain]
      const now: Record<Path, string> = { ...texts }
      let caret = { path: 'a.ts', offset: 0 }
      let undo: { path: string; offset: number; remove: number; insert: string } | undefined
      let expected: Prediction | undefined
      const record = (edit: { path: string; offset: number; remove: number; insert: string }, accepted?: 'edit') => {
        const text = now[edit.path as Path]
        undo = { ...edit, remove: edit.insert.length, insert: text.slice(edit.offset, edit.offset + edit.remove) }
        now[edit.path as Path] = text.slice(0, edit.offset) + edit.insert + text.slice(edit.offset + edit.remove)
        for (const predictor of both) predictor.record({ ...edit, ...(accepted && { accepted }) })
        caret = { path: edit.path, offset: edit.offset + edit.insert.length }
      }
      for (const each of actions) {
        if (each.do === 'edit') {
          const { path, line, change } = each
          const starts = [...now[path].matchAll(/^/gm)].map(({ index }) => index)
          const at = now[path].indexOf(change.find, starts[line % starts.length])
          if (at >= 0) record({ path, offset: at, remove: change.remove, insert: change.insert })
          expected = undefined
        } else if (each.do === 'predict') {
          const answers = await Promise.all(both.map((predictor) => predictor.predict(caret)))
          expect(answers[0]).toEqual(answers[1])
          const shown = answers[0]
          if (expected) expect(shown).toEqual(expected)
          expected = undefined
          if (!isEdit(shown)) continue
          const [first] = [...take(ahead.ahead(shown), each.steps)]
          if (each.outcome === 'accepted') {
            expected = first
            record(shown.edit, 'edit')
          }
          for (const predictor of both) predictor.settle(shown, each.outcome)
        } else {
          expected = undefined
          const { path } = each
          const offset = now[path].indexOf('user')
          if (each.do === 'undo' && undo) record(undo)
          for (const predictor of both) {
            if (each.do === 'rest') predictor.rest()
            if (each.do === 'complain' && offset >= 0) predictor.complain([{ path, start: offset, end: offset + 4 }])
            if (each.do === 'bind') {
              const ranges = [...now[path].matchAll(/\bsend\b/g)].map(({ index }) => ({ start: index, end: index + 4 }))
              predictor.bind({ path, name: 'send', ranges })
            }
            if (each.do === 'reread') predictor.update(path, `${now[path]}// ${path}\n`)
          }
          if (each.do === 'reread') now[path] += `// ${path}\n`
        }
        const answers = await Promise.all(both.map((predictor) => predictor.complete(caret)))
        expect(answers[0]).toEqual(answers[1])
      }
      const kept = both.map((predictor) => {
        const { history, habits } = predictor.keep()
        return {
          habits,
          history: history.map((file) => ({ ...file, edits: file.edits.map((edit) => ({ ...edit, time: 0 })) })),
        }
      })
      expect(kept[0]).toEqual(kept[1])
    }),
    { numRuns: 30 },
  )
})
