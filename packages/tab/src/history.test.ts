import { applyEdits, type Edit } from '@caret/text'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHistory } from './history.ts'

test('a deletion and the keys after it are one edit', () => {
  const { entries, type } = typing('let a = 1\n')
  type({ offset: 4, remove: 1, insert: '' })
  for (const [at, key] of Array.from('name').entries()) type({ offset: 4 + at, remove: 0, insert: key })
  type({ offset: 7, remove: 1, insert: '' })
  expect(entries.map(({ edit }) => edit)).toEqual([{ offset: 4, remove: 1, insert: 'nam' }])
})

test('edits elsewhere begin anew and move the older ones', () => {
  const { entries, type } = typing('one\ntwo\n')
  type({ offset: 4, remove: 0, insert: 'x' })
  type({ offset: 0, remove: 0, insert: '// ' })
  expect(entries.map(({ offset, edit }) => [offset, edit.insert])).toEqual([
    [0, '// '],
    [7, 'x'],
  ])
})

test('what several cursors type is an edit for each', () => {
  const history = createHistory()
  let text = 'one()\ntwo()\n'
  const record = (edit: Edit) => {
    history.add(text, { path: 'a.ts', ...edit, together: 2 })
    text = applyEdits(text, [edit])
  }
  // As the editor tells them: the last in the text comes first.
  for (const [at, key] of Array.from('x, y').entries()) {
    record({ offset: 10 + at + at, remove: 0, insert: key })
    record({ offset: 4 + at, remove: 0, insert: key })
  }
  for (const offset of [17, 7]) record({ offset, remove: 1, insert: 'z' })
  expect(text).toBe('one(x, z)\ntwo(x, z)\n')
  expect(history.entries.map(({ offset, edit }) => [offset, edit.remove, edit.insert])).toEqual([
    [4, 0, 'x, z'],
    [14, 0, 'x, z'],
  ])
})

test('an accepted prediction stands alone, an accepted continuation is typing', () => {
  const { entries, type } = typing('')
  type({ offset: 0, remove: 0, insert: 'a' })
  type({ offset: 1, remove: 0, insert: 'bc' }, 'continuation')
  type({ offset: 3, remove: 0, insert: 'd' }, 'edit')
  type({ offset: 4, remove: 0, insert: 'e' })
  expect(entries.map(({ edit }) => edit.insert)).toEqual(['e', 'd', 'abc'])
})

test('what is undone is no edit any more, with all of that file that came after it', () => {
  const history = createHistory()
  const texts: string[] = ['one two']
  const record = (edit: Edit) => {
    history.add(texts.at(-1)!, { path: 'a.ts', ...edit })
    texts.push(applyEdits(texts.at(-1)!, [edit]))
  }
  record({ offset: 0, remove: 3, insert: 'three' })
  history.add('', { path: 'b.ts', offset: 0, remove: 0, insert: 'x' })
  record({ offset: 6, remove: 3, insert: 'four' })
  expect(history.undo('a.ts', 'another text')).toEqual([])
  expect(history.undo('a.ts', 'three two')).toMatchObject([{ edit: { insert: 'four' } }])
  expect(history.entries.map(({ path }) => path)).toEqual(['b.ts', 'a.ts'])
  expect(history.undo('a.ts', 'one two')).toHaveLength(1)
  expect(history.entries.map(({ path }) => path)).toEqual(['b.ts'])
})

test('every entry makes the text before the next one', () => {
  const change = fc.tuple(fc.nat(), fc.nat(3), fc.string({ maxLength: 3 }))
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.array(change, { maxLength: 12 }), (start, changes) => {
      const { entries, type, text } = typing(start)
      for (const [at, remove, insert] of changes) {
        const offset = at % (text().length + 1)
        type({ offset, remove: Math.min(remove, text().length - offset), insert })
      }
      const texts = [text(), ...entries.map(({ before }) => before)]
      for (const [at, { before, edit }] of entries.entries()) expect(applyEdits(before, [edit])).toBe(texts[at])
      expect(texts.at(-1)).toBe(start)
    }),
  )
})

function typing(start: string) {
  let text = start
  const history = createHistory()
  return {
    entries: history.entries,
    text: () => text,
    type: (edit: Edit, accepted?: 'edit' | 'continuation') => {
      history.add(text, { path: 'a.ts', ...edit, accepted })
      text = applyEdits(text, [edit])
    },
  }
}
