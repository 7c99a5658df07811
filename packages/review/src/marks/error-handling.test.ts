import { expect, test } from 'vitest'
import { marks } from '../testing/read.ts'

const body = (inner: string) => `export function load(path) {\n${inner}}\n`

test('what handled or raised an error is gone, while the function stays', async () => {
  expect(
    await marks({
      'a.ts': [
        body('  try {\n    return read(path)\n  } catch {\n    return none(1)\n  }\n'),
        body('  return read(path)\n'),
      ],
    }),
  ).toEqual(['error-handling -4 `catch` is gone in `load`: errors go on to whoever calls it.'])
  expect(
    await marks({
      'a.py': ['def f(x):\n    if x < 0:\n        raise ValueError(x)\n    return x\n', 'def f(x):\n    return x\n'],
    }),
  ).toEqual(['error-handling -3 `raise` is gone in `f`: what was refused is let through.'])
})

test('what went with all of its function, or to another place, is not', async () => {
  const caught = 'function caught() {\n  try {\n    go()\n  } catch {\n    stop(1)\n  }\n}\n'
  expect(await marks({ 'a.ts': [`${caught}\nconst a = 1\n`, 'const a = 1\n'] })).toEqual([])
  expect(await marks({ 'a.ts': [`${caught}\nconst a = 1\n`, `const a = 1\n\n${caught}`] })).toEqual([])
})

test('an error that is caught for nothing is marked, unless a comment says why', async () => {
  const text = (inside: string) => `try {\n  go()\n} catch {${inside}}\n`
  expect(await marks({ 'a.ts': ['go()\n', text('')] })).toEqual([
    'error-handling +3 An error is caught here, and nothing is done about it.',
  ])
  expect(await marks({ 'a.ts': ['go()\n', text('\n  // It is gone already.\n')] })).toEqual([])
  expect(await marks({ 'a.py': ['go()\n', 'try:\n    go()\nexcept OSError:\n    pass\n'] })).toHaveLength(1)
})
