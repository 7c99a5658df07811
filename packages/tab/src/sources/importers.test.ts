import { expect, test } from 'vitest'
import { importers } from './importers.ts'
import { situationOf } from './testing.ts'

const proposed = (files: Record<string, string>, edits: Parameters<typeof situationOf>[1]) => {
  const situation = situationOf(files, edits)
  return importers
    .propose(situation)
    .toSorted((a, b) => b.probability - a.probability)
    .map(({ edit: { path, offset, insert } }) => {
      return `${path} ${situation.texts.get(path)!.slice(0, offset).split('\n').at(-1)}${insert}`
    })
}

test.each([
  [
    'TypeScript',
    {
      'a.ts': 'export const rate = 1\n',
      'b.ts': "import {\n  other,\n  rate,\n} from './a'\n\npay(rate)\nuser.rate = 'rate'\n",
    },
    { path: 'a.ts', find: 'rate', put: 'fee' },
    ['b.ts   fee', 'b.ts pay(fee'],
  ],
  [
    'Python',
    { 'a.py': 'def rate(n):\n    return n\n', 'b.py': 'from a import other, rate\n\nprint(rate(1))\n' },
    { path: 'a.py', find: 'rate', put: 'fee' },
    ['b.py from a import other, fee', 'b.py print(fee'],
  ],
  [
    'Go, in one folder',
    { 'x/a.go': 'func Rate(n int) int {\n}\n', 'x/b.go': 'total := Rate(1)\n', 'y/c.go': 'total := Rate(1)\n' },
    { path: 'x/a.go', find: 'Rate', put: 'Fee' },
    ['x/b.go total := Fee'],
  ],
  [
    'Rust',
    { 'src/a.rs': 'pub fn rate() {}\n', 'src/b.rs': 'use crate::a::{other, rate};\n\nfn f() { rate() }\n' },
    { path: 'src/a.rs', find: 'rate', put: 'fee' },
    ['src/b.rs use crate::a::{other, fee', 'src/b.rs fn f() { fee'],
  ],
])('%s: who imports a declaration follows its new name', (_, files, edit, expected) => {
  expect(proposed(files, [edit])).toEqual(expected)
})

test('who only has the same name does not, nor where something else is declared by it', () => {
  const edit = { path: 'a.ts', find: 'rate', put: 'fee' }
  expect(proposed({ 'a.ts': 'export const rate = 1\n', 'b.ts': 'pay(rate)\n' }, [edit])).toEqual([])
  const other = { 'a.ts': 'export const rate = 1\n', 'c.ts': 'export const rate = 2\n' }
  expect(proposed({ ...other, 'b.ts': "import { rate } from './c'\n" }, [edit])).toEqual([])
  const beside = { path: 'x/a.go', find: '\n', put: '\nfunc safeRate() {\n}\n' }
  const use = { path: 'x/a.go', find: 'rate(1)', put: 'safeRate(1)' }
  expect(proposed({ 'x/a.go': '\nf(rate(1))\n', 'x/b.go': 'g(rate(2))\n' }, [beside, use])).toEqual([])
  expect(proposed({ 'a.ts': 'f(rate)\n', 'b.ts': "import { rate } from './c'\n" }, [edit])).toEqual([])
})
