import { expect, test } from 'vitest'
import { applyChecked } from './apply-checked.ts'

const original = 'const a = 1\n\nfunction f() {\n  return a\n}\n\nconst b = 2\n'
const replace = (old: string, fresh: string) => `<<<<<<< SEARCH\n${old}\n=======\n${fresh}\n>>>>>>> REPLACE\n`

test('errors of syntax that come are declined, with the lines around them', async () => {
  const sketch = replace('  return a', '  return a +')
  expect(await applyChecked({ path: 'a.ts', original, sketch })).toMatchObject({
    kind: 'declined',
    region: { start: 2, end: 6 },
  })
})

test('errors that were there stay the file’s affair, and so do files without a grammar', async () => {
  const broken = original.replace('const b = 2', 'const b = = 2')
  const sketch = replace('  return a', '  return a + 1')
  expect((await applyChecked({ path: 'a.ts', original: broken, sketch })).kind).toBe('applied')
  const strange = replace('  return a', '  return a +')
  expect((await applyChecked({ path: 'a.txt', original, sketch: strange })).kind).toBe('applied')
})
