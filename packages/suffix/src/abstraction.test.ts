import { expect, test } from 'vitest'
import { Shapes } from './abstraction.ts'
import { pieces } from './pieces.ts'
import { Vocabulary } from './vocabulary.ts'

const vocabulary = new Vocabulary([''])
const shapes = new Shapes(vocabulary)
const tokens = (text: string) => Int32Array.from(pieces(text), ({ name }) => vocabulary.add(name))
const shape = (text: string) => [...shapes.of(tokens(text))]

test('code with other names has the same shape', () => {
  expect(shape('const a = load(b); call(a, b)')).toEqual(shape('const user = read(path); show(user, path)'))
  expect(shape('call(a, b)\ncall(a)')).not.toEqual(shape('call(a, b)\ncall(b)'))
})

test('keywords and operators stay', () => {
  expect(shape('if (a)')).not.toEqual(shape('while (a)'))
})

test('a shape is a name again where it is read', () => {
  const context = tokens('send(message, ')
  const { recent } = shapes.situate(context, 20)
  const message = tokens('message')[0]!
  const again = shapes.next(message, recent)
  expect(shapes.text(again, recent)).toBe('message')
  expect(shapes.text(again + 1, recent)).toBe(' message')
})
