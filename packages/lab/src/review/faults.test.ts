import { linesOf } from '@caret/text'
import { expect, test } from 'vitest'
import { faultsIn } from './faults.ts'

/** Each fault as the lines that are other ones then. */
function faults(text: string, path = 'a.ts'): string[] {
  const before = linesOf(text)
  return faultsIn(path, text, [{ start: 0, end: before.length }]).map(({ kind, line, text: broken }) => {
    const after = linesOf(broken)
    if (after.length !== before.length) return `${kind}: ${before.length - after.length} lines fewer at ${line}`
    const changed = after.filter((each, at) => each !== before[at])
    return `${kind}: ${changed.map((each) => each.trim()).join()}`
  })
}

test('what goes wrong in a line, but not in strings and comments', () => {
  expect(faults('x = a && !b\n')).toEqual(['negation: x = a && b'])
  expect(faults('if (ready) go()\n')).toEqual(['negation: if (!ready) go()'])
  expect(faults('while (i < n) {}\n')).toEqual(['border: while (i <= n) {}'])
  expect(faults('while (i >= n) {}\n')).toEqual(['border: while (i > n) {}'])
  expect(faults('x = n + 1\n')).toEqual(['border: x = n'])
  expect(faults('x = await load(1)\n')).toEqual(['await: x = load(1)'])
  expect(faults('x = a?.b ?? c\n')).toEqual(['null: x = a.b ?? c', 'null: x = a?.b'])
  expect(faults('save(from, to)\n')).toEqual(['arguments: save(to, from)'])
  expect(faults('const f = (a: Item, b) => a\n')).toEqual(['any: const f = (a: any, b) => a'])
  expect(faults('export function f(a, b) {}\n')).toEqual(['signature: export function f(a) {}'])
  expect(faults("x = 'a && !b' // await f(a, b)\n")).toEqual([])
})

test('checks and handlers go with what they did', () => {
  expect(faults('if (!a) return b\nrun()\n')).toContain('check: 1 lines fewer at 0')
  expect(faults('if (!a) {\n  throw new Wrong()\n}\nrun()\n')).toContain('check: 3 lines fewer at 0')
  expect(faults('if x is None:\n    return\nrun()\n', 'a.py')).toContain('check: 2 lines fewer at 0')
  expect(faults('if x is None:\n    return\nelse:\n    run()\n', 'a.py')).toEqual([])
  expect(faults('try {\n  a()\n} catch (e) {\n  tell(e)\n}\n')).toContain('empty-catch: 1 lines fewer at 2')
  expect(faults('try:\n    a()\nexcept E:\n    tell()\nend()\n', 'a.py')).toContain('empty-catch: pass')
})
