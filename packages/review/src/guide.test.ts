import { type ChangeSet, type FileChange, hunksOf } from '@caret/text'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guide } from './guide.ts'
import { filesOf, read, titles } from './testing/read.ts'

const parse = (parameters: string) => `export function parse(text, ${parameters}) {\n  return text\n}\n`

test('what is declared is read before what uses it, tests after the code, documents after these, and lock files last', async () => {
  const texts = {
    'README.md': ['# Usage\nparse\n', '# Usage\nparse strictly\n'],
    'a/main.ts': [
      "import { parse } from '../b/parse'\nexport function main() {\n  return parse('x', 1)\n}\n",
      "import { parse } from '../b/parse'\nimport { check } from '../c/check'\nexport function main() {\n  return check(parse('x', 1, true))\n}\n",
    ],
    'b/parse.ts': [parse('depth'), parse('depth, strict')],
    'c/check.ts': [undefined, 'export function check(value) {\n  return value\n}\n'],
    'test/parse.test.ts': [
      "test('it parses', () => parse('x', 1))\n",
      "test('it parses', () => parse('x', 1, false))\n",
    ],
    'package-lock.json': ['{}\n', '{ }\n'],
  } as const
  expect(await titles(texts)).toEqual([
    '`parse` gains a parameter `strict`',
    'New file `check.ts`: function `check`',
    '`main` now uses `check` and follows `parse`',
    'Tests in `parse.test.ts`: `it parses`',
    '`README.md`: `Usage`',
    '· `main.ts` imports `check`',
    '· Generated: `package-lock.json`',
  ])
  const { steps } = await read(texts)
  expect(steps[2]).toMatchObject({
    why: 'uses `parse` and `check` from above',
    after: [steps[0]!.id, steps[1]!.id],
    mechanical: false,
  })
  expect(steps[0]!.why).toBe('used by `main` below')
  expect(steps.at(-1)!.importance).toBeLessThan(steps[0]!.importance)
})

test('a selector is used by pages and other sheets alone', async () => {
  const { steps } = await read({
    'style.css': [undefined, 'body { color: red; }\n\n.price { color: blue; }\n'],
    'index.html': [undefined, '<body><p class="price">1</p></body>\n'],
    'schema.sql': [undefined, 'create table post (body text, price text);\n'],
  })
  expect(steps.map(({ path, why }) => [path, why])).toEqual([
    ['style.css', 'used by `index.html` below'],
    ['index.html', 'uses `body` from above'],
    ['schema.sql', undefined],
  ])
})

test('what uses each other is one step, in the order of the file', async () => {
  const even = 'export function even(n) {\n  return n === 0 || odd(n - 1)\n}\n'
  const odd = 'export function odd(n) {\n  return n !== 0 && even(n - 1)\n}\n'
  const between = '\nconst a = 1\nconst b = 2\nconst c = 3\n\n'
  const { steps } = await read({ 'numbers.ts': [between, even + between + odd] })
  expect(steps).toMatchObject([{ title: 'New function `even`; New function `odd`', why: 'these use each other' }])
  expect(steps[0]!.hunks).toHaveLength(2)
})

test('a file without lines to show is a step all the same', async () => {
  const version = '1..2'
  const notes = [
    { path: 'logo.png', version, kind: 'binary', text: 'Binary: 1 kB → 2 kB.', shown: false },
    { path: 'run.sh', version, kind: 'mode', text: 'It becomes executable.', shown: true },
  ] as const
  const files: FileChange[] = [
    { path: 'run.sh', before: 'x\n', after: 'x\n' },
    { path: 'old.ts', to: 'new.ts', before: 'x\n', after: 'x\n' },
    { path: 'empty.ts', after: '' },
  ]
  const { steps, hunks } = await guide({ files }, { notes })
  expect(steps.map(({ title, kind }) => [kind, title])).toEqual([
    ['file', 'New empty file `empty.ts`'],
    ['file', '`logo.png`: Binary: 1 kB → 2 kB.'],
    ['file', '`old.ts` moves to `new.ts`, unchanged'],
    ['file', '`run.sh`: It becomes executable.'],
  ])
  expect(hunks).toHaveLength(4)
  const [later] = [await guide({ files }, { notes: [{ ...notes[0], version: '2..3' }, notes[1]] })]
  expect(later.hunks.filter(({ id }) => !hunks.some((hunk) => hunk.id === id)).map(({ path }) => path)).toEqual([
    'logo.png',
  ])
})

test('what a language server complains about is never dimmed', async () => {
  const texts = { 'a.ts': ['const a =  1\n', 'const a = 1\n'] } as const
  expect((await read(texts)).steps[0]).toMatchObject({ kind: 'formatting', mechanical: true })
  const problems = [{ path: 'a.ts', line: 0, message: 'No such thing.', severity: 'error' }] as const
  const { steps, hunks } = await read(texts, { problems })
  expect(steps[0]!.mechanical).toBe(false)
  expect(hunks[0]!.marks).toMatchObject([{ kind: 'diagnostic', reason: 'No such thing.', line: 0, weight: 1 }])
})

test('what the codebase makes one expect is quiet, and read after what it does not, but for causes', async () => {
  const file = (name: string) => `export function ${name}() {\n  return 1\n}\n`
  const texts = {
    'a.ts': [file('a'), file('a').replace('1', 'usual()')],
    'b.ts': [file('b'), file('b').replace('1', 'strange()')],
  } as const
  const surprise = (text: string) => [{ start: 0, end: text.length, bits: text.includes('strange') ? 14 : 2 }]
  const { steps } = await read(texts, { surprise })
  expect(steps.map(({ path, quiet, mechanical }) => [path, quiet, mechanical])).toEqual([
    ['b.ts', false, false],
    ['a.ts', true, false],
  ])
  expect((await read(texts)).steps.map(({ path, quiet }) => [path, quiet])).toEqual([
    ['a.ts', false],
    ['b.ts', false],
  ])
})

test('it can be cancelled', async () => {
  const signal = AbortSignal.abort(new Error('changed my mind'))
  await expect(guide({ files: filesOf({ 'a.ts': ['a', 'b'] }) }, {}, signal)).rejects.toThrow('changed my mind')
})

const line = fc.constantFrom(
  ...[
    '',
    '}',
    'export function one() {',
    'function two(a, b) {',
    '  one()',
    '  two(1, x)',
    "import { one } from './one'",
  ],
  ...[
    'class A {',
    '  m() { return two() }',
    'def f(x):',
    '    return f(x)',
    'if (a === b) {',
    '"""',
    '// note',
    '/*',
    '<<<<<<< a',
  ],
)
const text = fc.option(
  fc.oneof(
    fc.array(line, { maxLength: 14 }).map((lines) => lines.join('\n')),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  ),
  { nil: undefined },
)
const path = fc.constantFrom(
  'a.ts',
  'b/one.ts',
  'c.py',
  'd.go',
  'x.test.ts',
  'README.md',
  'yarn.lock',
  'p.json',
  'e.rs',
  'f',
)
const change: fc.Arbitrary<FileChange> = fc.record(
  { path, to: path, before: text, after: text },
  { requiredKeys: ['path'] },
)
const files: fc.Arbitrary<ChangeSet['files']> = fc.array(change, { maxLength: 6 })

test('of any change set every hunk is read exactly once, after all that it says it comes after, and always the same', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (changes) => {
      const given = {
        files: changes.map((each) => ({ ...each, before: each.before, after: each.after })),
      }
      const { steps, hunks } = await guide(given)
      const ids = steps.flatMap((step) => step.hunks)
      expect(new Set(ids).size).toBe(ids.length)
      expect(hunks.map(({ id }) => id)).toEqual(ids)
      expect(hunks).toHaveLength(given.files.reduce((sum, each) => sum + Math.max(1, hunksOf(each).length), 0))
      const seen = new Set<string>()
      for (const step of steps) {
        for (const other of step.after) expect(seen).toContain(other)
        seen.add(step.id)
        expect(step.importance).toBeGreaterThanOrEqual(0)
        expect(step.importance).toBeLessThanOrEqual(1)
      }
      expect(seen.size).toBe(steps.length)
      expect(JSON.parse(JSON.stringify({ steps, hunks }))).toEqual({ steps, hunks })
      expect(await guide(given)).toEqual({ steps, hunks })
    }),
    { numRuns: 150 },
  )
}, 120_000)
