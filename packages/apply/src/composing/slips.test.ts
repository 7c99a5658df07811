import { expect, test } from 'vitest'
import { applySketch } from '../apply-sketch.ts'

const original = `const limit = 10

export function first(item) {
  const a = read(item)

  send(a)
  log(a)

  return a
}

export function second(item) {
  // What was sent.
  send(item)
  return item
}
`
const apply = (sketch: string) => applySketch({ path: 'a.js', original, sketch })

test('a sketch without an empty line between copied lines leaves them out', () => {
  const sketch = `// ... existing code ...
export function first(item) {
  const a = read(item)
  send(a)
  logAll(a)
  return a
}
export function second(item) {
// ... existing code ...
`
  const result = apply(sketch.replace('  logAll(a)\n', '  logAll(a)\n\n'))
  expect(result).toMatchObject({ kind: 'applied', text: original.replace('log(a)', 'logAll(a)') })
  expect(result.kind === 'applied' && result.slips).toHaveLength(2)
})

test('one that has some deletes the others, but not what sets off definitions', () => {
  const sketch = `// ... existing code ...
export function first(item) {
  const a = read(item)
  send(a)
  log(a)

  return a
}
export function second(item) {
  // What was sent.
  sendAll(item)
// ... existing code ...
`
  const text = original.replace('read(item)\n\n', 'read(item)\n').replace('send(item)', 'sendAll(item)')
  expect(apply(sketch)).toMatchObject({ kind: 'applied', text })
})

test('a comment with one more word at its end, beside a change, is doubtful', () => {
  const sketch = (comment: string) =>
    `// ... existing code ...\nexport function second(item) {\n  // ${comment}\n  sendAll(item)\n  return item\n}\n`
  expect(apply(sketch('What was sent here.')).kind).toBe('declined')
  expect(apply(sketch('All that was sent.'))).toMatchObject({
    kind: 'applied',
    text: original.replace('What was sent.', 'All that was sent.').replace('send(item)', 'sendAll(item)'),
  })
})
