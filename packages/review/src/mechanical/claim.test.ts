import { expect, test } from 'vitest'
import { read, type Texts } from '../testing/read.ts'

/** The kinds and titles of what is dimmed. */
async function dimmed(texts: Texts): Promise<string[]> {
  const { steps } = await read(texts)
  return steps.filter(({ mechanical }) => mechanical).map(({ kind, title }) => `${kind}: ${title}`)
}
const one = (before: string, after: string, path = 'a.ts') => dimmed({ [path]: [before, after] })

test('formatting is what leaves the code as it was', async () => {
  const found = ['formatting: Formatting only in `a.ts`']
  expect(await one('f(a,b)\n', 'f(a, b)\n')).toEqual(found)
  expect(await one('f(a, b)\n', 'f(\n  a,\n  b,\n)\n')).toEqual(found)
  expect(await one("const a = 'x'\n", 'const a = "x"\n')).toEqual(found)
  expect(await one('a()\n\n\nb()\n', 'a()\nb()\n')).toEqual(found)
  expect(await one('type A =\n  | B\n  | C\n', 'type A = B | C\n')).toEqual(found)
  expect(await one('x = [1,\n  2]\n', 'x = [1, 2]\n', 'a.py')).toEqual(['formatting: Formatting only in `a.py`'])
})

test('and not what only looks like it', async () => {
  expect(await one('    a()\n    b()\n', '    a()\nb()\n', 'a.py')).toEqual([])
  expect(await one("const a = 'x y'\n", "const a = 'xy'\n")).toEqual([])
  expect(await one('return a\n', 'return\na\n')).toEqual([])
  expect(await one("a = 'x'\n", 'a = "x"\n', 'a.go')).toEqual([])
  expect(await one('a() // old\n', 'a() // new\n')).toEqual([])
  expect(await one('x = (1)\n', 'x = (1,)\n', 'a.py')).toEqual([])
})

test('imports are dimmed, but not what comes from elsewhere now, or is imported for its effects', async () => {
  const found = ['imports: `a.ts` imports `b`']
  expect(await one("import { a } from './a'\nrun()\n", "import { a, b } from './a'\nrun()\n")).toEqual(found)
  expect(
    await one("import { a } from './a'\nimport b from 'b'\n", "import b from 'b'\nimport { a } from './a'\n"),
  ).toHaveLength(1)
  expect(await one("import { a } from './a'\nrun()\n", "import {\n  a,\n  b,\n} from './a'\nrun()\n")).toEqual(found)
  expect(await one("import { a } from './a'\nrun()\n", "import { a } from './other'\nrun()\n")).toEqual([])
  expect(await one('run()\n', "import './polyfill'\nrun()\n")).toEqual([])
  expect(await one('import os\nrun()\n', 'import os\nfrom a import (\n    b,\n)\nrun()\n', 'a.py')).toHaveLength(1)
  expect(
    await one('package a\n\nimport (\n\t"fmt"\n)\n', 'package a\n\nimport (\n\t"fmt"\n\t"os"\n)\n', 'a.go'),
  ).toHaveLength(1)
  expect(
    await one('package a\n\nimport (\n\t"fmt"\n)\n', 'package a\n\nimport (\n\t"fmt"\n\t_ "os"\n)\n', 'a.go'),
  ).toEqual([])
})

test('a rename is dimmed wherever nothing else changes, with its declaration', async () => {
  const text = (name: string) => `export function ${name}(x) {\n  return x\n}\n`
  const user = (name: string) => `import { ${name} } from './a'\n\nexport const y = ${name}(1)\n`
  expect(await dimmed({ 'a.ts': [text('get'), text('fetch')], 'b.ts': [user('get'), user('fetch')] })).toEqual([
    'rename: `get` becomes `fetch` in 3 places',
  ])
})

test('another function that is called instead is no rename', async () => {
  const calls = (name: string) => `${name}(1)\n\nrun()\n\n${name}(2)\n\nrun()\n\n${name}(3)\n`
  expect(await one(calls('assertEqual'), calls('assertNotEqual'))).toEqual([
    'repeat: The same change as in `a.ts`, in 2 more places',
  ])
})

test('one repeat is no group: within its declaration it is read along, elsewhere it says where it is', async () => {
  const text = (name: string) => `function ${name}() {\n  a(1)\n\n  between()\n\n  a(2)\n}\n`
  const changed = (text: string) => text.replaceAll(/a\((\d)\)/g, 'a($1, { force })')
  expect(await one(text('f'), changed(text('f')))).toEqual([])
  const once = (name: string) => text(name).replace('a(2)', 'b(2)')
  expect(await one(once('f') + once('g'), changed(once('f') + once('g')))).toEqual([
    'repeat: `g`: the same change as in `f`',
  ])
  const settings = ['{\n  "target": "es5"\n}\n', '{\n  "target": "es6"\n}\n'] as const
  expect(await dimmed({ 'a/tsconfig.json': settings, 'b/tsconfig.json': settings })).toEqual([
    'repeat: `b/tsconfig.json`: the same change as in `a/tsconfig.json`',
  ])
})

test('repeats follow what they repeat, whatever names they are about', async () => {
  const text = (more: string) =>
    ['one', 'two', 'three'].map((name) => `function ${name}(a) {\n  save(${name}${more})\n}\n`).join('\n')
  const { steps } = await read({
    'a.ts': [text(''), text(', { force: true })')].map((each) => each.replaceAll('))', ')')) as [string, string],
  })
  expect(steps.map(({ kind, hunks }) => [kind, hunks.length])).toEqual([
    ['change', 1],
    ['repeat', 2],
  ])
  expect(steps[1]!.after).toEqual([steps[0]!.id])
})

test('what is moved as it was', async () => {
  const block = 'export function moved(a) {\n  const b = a + 1\n  return b * 2\n}\n'
  expect(await dimmed({ 'a.ts': [`${block}\nrun()\n`, 'run()\n'], 'b.ts': ['go()\n', `go()\n\n${block}`] })).toEqual([
    'moved: `moved` is moved from `a.ts` to `b.ts`, unchanged',
  ])
})

test('what a program wrote', async () => {
  expect(await dimmed({ 'yarn.lock': ['a\n', 'b\n'], 'x.pb.go': [undefined, 'package x\n'] })).toEqual([
    'generated: Generated: `x.pb.go` and `yarn.lock`',
  ])
})
