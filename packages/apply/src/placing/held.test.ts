import { expect, test } from 'vitest'
import { applySketch } from '../apply-sketch.ts'

const original = `import { send } from './wire'

export function first(item) {
  const a = read(item)
  send(a)
  const b = read(item)
  send(b)
  const c = read(item)
  send(c)
  return item
}

export function second(item) {
  send(item)
  return item
}
`
const apply = (sketch: string) => applySketch({ path: 'a.js', original, sketch })

test('between lines that the file has once the file becomes what the sketch shows', () => {
  const sketch =
    '// ... existing code ...\nexport function first(item) {\n  const c = read(item)\n  send(c)\n// ... existing code ...\n'
  const fresh = original.replace('  const a = read(item)\n  send(a)\n  const b = read(item)\n  send(b)\n', '')
  expect(apply(sketch)).toMatchObject({ kind: 'applied', text: fresh })
})

test('a definition does not go where nothing tells that it shall', () => {
  const sketch = '// ... existing code ...\n  check(item)\n  send(item)\n// ... existing code ...\n'
  const short = original.replace(/ {2}const a[^]*send\(c\)/, '  send(item)')
  expect(applySketch({ path: 'a.js', original: short, sketch }).kind).toBe('declined')
})

test('new code at the end of the file is told by the file’s end', () => {
  const sketch = '// ... existing code ...\n}\n\nexport function third(item) {\n  return item\n}\n'
  const fresh = `${original}\nexport function third(item) {\n  return item\n}\n`
  expect(apply(sketch)).toMatchObject({ kind: 'applied', text: fresh })
})

test('an empty line apart from the changes is a slip, which is said', () => {
  const sketch =
    '// ... existing code ...\nexport function first(item, other) {\n  const a = read(item)\n  send(a)\n\n  const b = read(item)\n  send(b)\n// ... existing code ...\n'
  expect(apply(sketch)).toMatchObject({
    kind: 'applied',
    text: original.replace('first(item)', 'first(item, other)'),
    slips: [{ line: 5, sketch: '', file: '' }],
  })
})

test('a sketch that is indented otherwise as a whole is read as the file is', () => {
  const sketch = '// ... existing code ...\nexport function second(item) {\n  send(item, 1)\n  return item\n}\n'
  const fresh = original.replace('send(item)\n  return', 'send(item, 1)\n  return')
  for (const extra of ['  ', '\t']) {
    const shifted = sketch.replaceAll(/^(?=.)/gm, extra)
    expect(apply(shifted)).toMatchObject({ kind: 'applied', text: fresh })
  }
})

test('a sketch that begins and ends without a marker has the file’s ends', () => {
  const sketch = `import { send, read } from './wire'\n// ... existing code ...\n}\n\nexport function third(item) {\n  return item\n}\n`
  const fresh = `${original.replace('{ send }', '{ send, read }')}\nexport function third(item) {\n  return item\n}\n`
  expect(apply(sketch)).toMatchObject({ kind: 'applied', text: fresh })
})

test('an empty line that goes beside a change is meant to go', () => {
  const text = original.replace('  return item\n}\n\nexport', '\n  return item\n}\n\nexport')
  const sketch =
    '// ... existing code ...\n  const c = read(item)\n  sendAll(c)\n  return item\n}\n\nexport function second(item) {\n// ... existing code ...\n'
  const fresh = original.replace('  send(c)', '  sendAll(c)')
  expect(applySketch({ path: 'a.js', original: text, sketch })).toMatchObject({ kind: 'applied', text: fresh })
})

test('several empty lines too many are no slip', () => {
  const sketch = (first: string) =>
    `// ... existing code ...\n  const a = readAll(item)\n  send(a)\n  const b = read(item)\n${first}  send(b)\n// ... existing code ...\nexport function second(item) {\n\n  send(item)\n  return true\n}\n`
  expect(apply(sketch(''))).toMatchObject({ kind: 'applied', slips: [{ sketch: '' }] })
  expect(apply(sketch('\n'))).toMatchObject({ kind: 'declined' })
})
