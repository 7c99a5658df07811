import type { TabEdit, TabSuggestion } from '@caret/protocol'
import { expect, test } from 'vitest'
import { createAhead } from './ahead.ts'

const edit = (id: number, offset: number, path = '/a.ts'): TabEdit => {
  return { kind: 'edit', id, path, offset, remove: 0, insert: ', now', source: 'repeat', reason: '', probability: 1 }
}
const caretAfter = ({ path, offset, insert }: TabEdit) => ({
  ...{ path, offset: offset + insert.length, length: 100, eagerness: 'medium' as const },
})
const settled = () => new Promise((resolve) => setTimeout(resolve))

/** An engine that foresees what it is told to, until told that it no longer holds. */
function openEngine() {
  const asked: {
    id: number
    say: (found: TabSuggestion) => void
    end: (again: boolean) => void
    signal?: AbortSignal
  }[] = []
  const prepared: string[] = []
  const ahead = createAhead(
    {
      ahead: ({ id }, say, signal) => new Promise((end) => asked.push({ id, say, end, ...(signal && { signal }) })),
    },
    (path) => prepared.push(path),
  )
  return { ahead, asked, prepared }
}

test('what was foreseen is there once the edit is taken, once, and only there', () => {
  const { ahead, asked, prepared } = openEngine()
  const [first, second] = [edit(1, 10), edit(2, 30, '/b.ts')]
  ahead.look(first, 'medium')
  asked[0]!.say(second)
  expect(prepared).toEqual(['/b.ts'])
  expect(ahead.take(caretAfter(first))).toBeUndefined()
  ahead.edited(first)
  expect(asked[0]!.signal?.aborted).toBe(true)
  expect(ahead.take({ ...caretAfter(first), offset: 3 })).toBeUndefined()
  ahead.look(first, 'medium')
  asked[1]!.say(second)
  ahead.edited(first)
  expect(ahead.take(caretAfter(first))).toBe(second)
  expect(ahead.take(caretAfter(first))).toBeUndefined()
})

test('a chain goes on by what is foreseen while the engine is still asked', async () => {
  const { ahead, asked } = openEngine()
  const [first, second, third] = [edit(1, 10), edit(2, 30), edit(3, 50)]
  ahead.look(first, 'medium')
  asked[0]!.say(second)
  asked[0]!.say(third)
  ahead.edited(first)
  expect(ahead.take(caretAfter(first))).toBe(second)
  // The engine says the same of this place, by another number.
  ahead.look(second, 'medium', Promise.resolve({ ...second, id: 7 }))
  ahead.edited(second)
  expect(ahead.take(caretAfter(second))).toBe(third)
  ahead.look(third, 'medium', Promise.resolve({ ...third, id: 8 }))
  await settled()
  expect(asked.map(({ id }) => id)).toEqual([1, 8])
})

test('any other edit throws it away', () => {
  const { ahead, asked } = openEngine()
  const [first, second] = [edit(1, 10), edit(2, 30)]
  for (const taken of [undefined, edit(1, 10)]) {
    ahead.look(first, 'medium')
    asked.at(-1)!.say(second)
    ahead.edited(taken)
    expect(ahead.take(caretAfter(first))).toBeUndefined()
  }
})

test('what no longer holds is forgotten, and asked for again where that is worth it', async () => {
  const { ahead, asked } = openEngine()
  const [first, second, other] = [edit(1, 10), edit(2, 30), edit(3, 70)]
  ahead.look(first, 'medium')
  asked[0]!.say(second)
  asked[0]!.end(true)
  await settled()
  asked[1]!.say(other)
  asked[1]!.end(false)
  await settled()
  expect(asked).toHaveLength(2)
  ahead.edited(first)
  expect(ahead.take(caretAfter(first))).toBeUndefined()
})

test('where the engine now says something else than it foresaw, it is not asked what follows', async () => {
  const { ahead, asked } = openEngine()
  ahead.look(edit(1, 10), 'medium', Promise.resolve(edit(4, 90)))
  ahead.look(edit(1, 10), 'medium', Promise.resolve(undefined))
  await settled()
  expect(asked).toEqual([])
})
