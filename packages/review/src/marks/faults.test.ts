import { expect, test } from 'vitest'
import { marks } from '../testing/read.ts'

const within = (lines: string[], path: string) =>
  path.endsWith('.py')
    ? `def f(x):\n    begin()\n${lines.map((line) => `    ${line}\n`).join('')}    end()\n`
    : `function f(x: Item) {\n  begin()\n${lines.map((line) => `  ${line}\n`).join('')}  end()\n}\n`
const one = (before: string[], after: string[], path = 'a.ts') =>
  marks({ [path]: [within(before, path), within(after, path)] })

test('a check that is gone from code that stays is marked, and one that became another is not', async () => {
  const gone = (line: number, word: string) => [
    `condition -${line} A check is gone: what \`${word}\` stopped here goes on now.`,
  ]
  expect(await one(['if (!x) return', 'go(x)'], ['go(x)'])).toEqual(gone(3, 'return'))
  expect(await one(['if (!x) {', '  stop()', '  return', '}', 'go(x)'], ['go(x)'])).toEqual(gone(3, 'return'))
  expect(await one(['if x is None:', '    return', 'go(x)'], ['go(x)'], 'a.py')).toEqual(gone(3, 'return'))
  expect(await one(['if (!x) return', 'go(x)'], ['if (!x.y) return', 'go(x)'])).toEqual([])
  expect(await one(['if (x) go(x)', 'go(x)'], ['go(x)'])).toEqual([])
  expect(await one(['go(x?.y.z)'], ['go(x.y.z)'])).toEqual([
    'condition +3 What may be missing is used as if it were there: `?.` became `.`.',
  ])
  expect(await one(['go(x ?? y)'], ['go(x)'])).toEqual([
    'condition +3 `??` is gone, and with it what was taken where a value is missing.',
  ])
})

test('what is not waited for is marked', async () => {
  expect(await one(['await go(x)'], ['go(x)'])).toEqual([
    'async -3 `await` is gone before `go`: what follows no longer waits for it.',
  ])
  const twice = ['await go(1)', 'between()', 'await go(2)']
  expect(await one(twice, [...twice, 'go(3)'])).toEqual([
    'async +6 `go` is awaited elsewhere in this file, and not here.',
  ])
  expect(await one(['await go(1)'], ['await go(1)', 'go(3)'])).toEqual([])
})

test('words that change places in a line are marked, with a call in it', async () => {
  expect(await one(['save(from, to)'], ['save(to, from)'])).toEqual([
    'arguments +3 It has the same words as before in another order: have arguments changed places?',
  ])
  expect(await one(['const a = [b, c]'], ['const a = [c, b]'])).toEqual([])
  expect(await one(['save(from, to)'], ['save(from, there)'])).toEqual([])
})

test('a type that became any, and a check that is silenced, are marked', async () => {
  expect(await one(['let y: Item = x'], ['let y: any = x'])).toEqual([
    'types +3 `Item` became `any`: its uses are checked no longer.',
  ])
  expect(await one(['go(x)'], ['// @ts-ignore', 'go(x)'])).toEqual(['types +3 A type check is silenced here.'])
  expect(await one(['let y = x'], ['let y: any = x'])).toEqual([])
})
