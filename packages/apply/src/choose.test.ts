import { expect, test } from 'vitest'
import { applySketch } from './apply-sketch.ts'

const original = `export class Queue {
  add(item) {
    if (!item) {
      return
    }
    this.items.push(item)
    log('added')
  }

  flush() {
    for (const item of this.items) send(item)
    log('flushed')
  }
}

export const queue = new Queue()
`
const apply = (sketch: string) => applySketch({ path: 'queue.js', original, sketch })

test('new code goes where it deletes nothing, though its last line stands in many places', () => {
  const method = '  size() {\n    return this.items.length\n  }\n'
  const sketch = `// ...\n    log('added')\n  }\n\n${method}\n  flush() {\n// ...\n`
  expect(apply(sketch)).toMatchObject({ text: original.replace('  flush', `${method}\n  flush`) })
})

test('headers and closing brackets that only locate a change are copied loosely', () => {
  const sketch = `export class Queue {  \n  // ...\n  flush() {\n    for (const item of this.items) send(item, this)\n    log('flushed')\n  // ...\n}  \n\n// ...\n`
  expect(apply(sketch)).toMatchObject({ kind: 'applied', text: original.replace('send(item)', 'send(item, this)') })
})

test('an empty line left out between copied lines stays', () => {
  const sketch = `// ...\n    this.items.push(item, 1)\n    log('added')\n  }\n  flush() {\n    for (const item of this.items) send(item)\n// ...\n`
  expect(apply(sketch)).toMatchObject({ kind: 'applied', text: original.replace('push(item)', 'push(item, 1)') })
})

test('empty lines alone between markers say nothing', () => {
  expect(apply('// ...\n\n// ...\n  flush() {\n    log(1)\n// ...\n')).toBeDefined()
})
