import { expect, test } from 'vitest'
import { marks } from '../testing/read.ts'

const one = (before: string, after: string) => marks({ 'a.test.ts': [before, after] })
const body = (inner: string) => `test('a', () => {\n${inner}  done()\n})\n`

test('a test that is left out, alone, or claims less is marked', async () => {
  expect(await one("test('a', go)\n", "test.skip('a', go)\n")).toEqual(['weaker-test +1 A test is left out now.'])
  expect(await one("it('a', go)\n", "it.only('a', go)\n")).toEqual(['weaker-test +1 Only this test runs now.'])
  expect(await one(body('  expect(a).toBe(1)\n  expect(b).toBe(2)\n'), body('  expect(a).toBe(1)\n'))).toEqual([
    'weaker-test -3 A test claims less: one assertion is gone.',
  ])
})

test('a test that goes as a whole, or claims otherwise, is not', async () => {
  const test1 = body('  expect(a).toBe(1)\n')
  expect(await one(`${test1}\nconst a = 1\n`, 'const a = 1\n')).toEqual([])
  expect(await one(body('  expect(a).toBe(1)\n'), body('  expect(a).toBe(2)\n'))).toEqual([])
})
