import { expect, test } from 'vitest'
import { type Choice, findConflicts, kept } from './find-conflicts.ts'

const resolve = (text: string, choice: Choice) => {
  const lines = text.split('\n')
  for (const conflict of findConflicts(lines).reverse()) {
    const stays = kept(conflict, choice).flatMap(({ start, end }) => lines.slice(start, end))
    lines.splice(conflict.first, conflict.last - conflict.first + 1, ...stays)
  }
  return lines.join('\n')
}

const two = `a
<<<<<<< HEAD
ours
=======
theirs
>>>>>>> topic
b
<<<<<<< HEAD
=======
added
>>>>>>> topic
c`

test.each([
  ['current', 'a\nours\nb\nc'],
  ['incoming', 'a\ntheirs\nb\nadded\nc'],
  ['both', 'a\nours\ntheirs\nb\nadded\nc'],
] as const)('all taken as %s', (choice, text) => {
  expect(resolve(two, choice)).toBe(text)
})

test('what both sides started from goes either way', () => {
  const text = '<<<<<<< a\n1\n||||||| b\n0\n=======\n2\n>>>>>>> c'
  expect(findConflicts(text.split('\n'))).toMatchObject([{ base: { start: 3, end: 4 } }])
  expect(resolve(text, 'both')).toBe('1\n2')
})

test.each([
  '=======\n',
  '<<<<<<< a\n=======',
  '>>>>>>> c',
  '<<<<<<<< eight\n=======\n>>>>>>>> eight',
  'Title\n=======',
])('marks that make no conflict are text: %j', (text) => {
  expect(findConflicts(text.split('\n'))).toEqual([])
})
