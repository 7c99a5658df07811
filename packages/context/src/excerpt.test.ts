import { outline } from '@caret/syntax'
import { expect, test } from 'vitest'
import { excerptOf, headersOf, lineAt, offsetAt, symbolAt, symbolNamed } from './excerpt.ts'

const text = `import { a } from './a'

/** Adds. */
export function add(x: number, y: number): number {
  return x + y
}

export class Cart {
  items: string[] = []

  add(item: string): void {
${'    this.items.push(item)\n'.repeat(40)}  }
}
`
const symbols = (await outline('a.ts', text))!

test('a short declaration is whole, with its comment; a long one its headers', () => {
  const add = symbolNamed(symbols, 'add')!
  expect(excerptOf(text, add)).toEqual({
    text: '/** Adds. */\nexport function add(x: number, y: number): number {\n  return x + y\n}',
    lines: { start: 2, end: 6 },
  })
  const cart = excerptOf(text, symbolNamed(symbols, 'Cart')!)
  expect(cart.text.split('\n')).toEqual([
    expect.stringContaining('export class Cart'),
    expect.stringMatching(/^ {2}items: string\[\]/),
    expect.stringMatching(/^ {2}add\(item: string\): void/),
  ])
  const [, , method] = [0, 0, symbolAt(symbols, text.indexOf('this.items'))!]
  expect(excerptOf(text, method).text.split('\n').at(-1)).toBe('…')
  expect(excerptOf(text, method).text).toMatch(/^add\(item: string\): void \{\n {2}this/)
})

test('headers of a file', () => {
  expect(headersOf(text, symbols)[0]).toContain('export function add(x: number, y: number): number')
})

test('lines and offsets', () => {
  expect(lineAt('a\nb\nc', 2)).toBe(1)
  expect(lineAt('a\nb', 0)).toBe(0)
  expect(offsetAt('a\nbc\n', { line: 1, character: 1 })).toBe(3)
  expect(offsetAt('a\nbc', { line: 9, character: 0 })).toBe(4)
})
