import { expect, test } from 'vitest'
import { titles } from '../testing/read.ts'

/** The title of one file's change. */
async function title(before: string, after: string, path = 'a.ts'): Promise<string> {
  const found = await titles({ [path]: [before, after] })
  expect(found).toHaveLength(1)
  return found[0]!
}
const body = (...lines: string[]) => `function f(x) {\n  start()\n${lines.map((line) => `  ${line}\n`).join('')}}\n`
const within = (before: string[], after: string[]) => title(body(...before), body(...after))

test('few tokens are said as they are', async () => {
  expect(await within(['x.a = one'], ['x.a = two'])).toBe('`f`: `one` becomes `two`')
  expect(await within(['wait(5)'], ['wait(6)'])).toBe('`f`: `5` becomes `6`')
  expect(await within(['if (x !== null) run()'], ['if (x != null) run()'])).toBe(
    '`f`: `x !== null` becomes `x != null`',
  )
  expect(await within(['g(x)'], ['g(x, index)'])).toBe('`f` gains `index`')
  expect(await within(["g('a', 'b')"], ["g('a')"])).toBe("`f` loses `'b'`")
  expect(await within(['g(one)', '', 'h()', '', 'i(one)'], ['g(two)', '', 'h()', '', 'i(two)'])).toBe(
    '`f`: `one` becomes `two`',
  )
})

test('calls, conditions, results, errors and names before the lines themselves', async () => {
  expect(await within([], ['save(x)'])).toBe('`f` now calls `save`')
  expect(await within(['save(x)'], ['keep(x)'])).toBe('`f` now calls `keep` and not `save`')
  expect(await within(['save(x)'], [])).toBe('`f` calls `save` no longer')
  expect(await within(['x.run()', 'x.run()'], ['if (x.length > 2) {', '  return undefined', '}', 'x.run()'])).toBe(
    '`f` now checks `x.length > 2` and returns `undefined`',
  )
  expect(await within(['x.one()', 'return x.two'], ['x.one()'])).toBe('`f` loses `return x.two`')
  const rows = ['x.one', 'x.two', 'x.three'].map((name) => `${name}.four.five.six.seven.eight.nine.ten.eleven`)
  expect(await within([], rows)).toBe('`f` gains `x.one.four.five.six.seven.eight.nine.ten.el…` and 2 more lines')
})

test('what stands in no declaration is said in the same words, and imports by what they bring', async () => {
  expect(await title('run(1)\n', "import './polyfill'\nrun(1)\n")).toBe("`a.ts` gains `import './polyfill'`")
  expect(await title("import { a } from './a'\nrun()\n", "import { a } from './b'\nrun()\n")).toBe(
    '`a.ts` imports `a` from `./b` now',
  )
  expect(await title('// one\nrun()\n', '// two\nrun()\n')).toBe('Comments of `a.ts`')
})

test('a configuration is said by its settings', async () => {
  const json = (...lines: string[]) => `{\n${lines.map((line) => `  ${line}`).join(',\n')}\n}\n`
  const setting = (before: string, after: string, path: string) => title(before, after, path)
  expect(await setting(json('"vite": "^7.0.0"'), json('"vite": "^8.0.0"'), 'package.json')).toBe(
    '`package.json`: `vite` becomes `^8.0.0`',
  )
  expect(await setting(json('"a": 1', '"b": 1'), json('"a": 2', '"c": 1'), 'tsconfig.json')).toBe(
    '`tsconfig.json`: `a` becomes `2`, gains `c`, loses `b`',
  )
  expect(
    await setting(
      'jobs:\n  - uses: actions/checkout@0123456789012345678901234567890123456789 # v6\n',
      'jobs:\n  - uses: actions/checkout@9876543210987654321098765432109876543210 # v7\n',
      '.github/workflows/ci.yml',
    ),
  ).toBe('`ci.yml`: `actions/checkout` becomes `v7`')
  expect(
    await setting(
      'module x\n\nrequire (\n\tgolang.org/x/net v0.1.0\n\tgolang.org/x/sys v0.1.0\n)\n',
      'module x\n\nrequire (\n\tgolang.org/x/net v0.2.0\n\tgolang.org/x/sys v0.3.0\n)\n',
      'go.mod',
    ),
  ).toBe('`go.mod`: `golang.org/x/net` and `golang.org/x/sys` change')
  expect(await setting('dist\n', 'dist\ncoverage\n', '.gitignore')).toBe('`.gitignore` gains `coverage`')
})
