import { expect, test } from 'vitest'
import { applySketch } from '../apply-sketch.ts'

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

test('an insertion between neighbours is certain, though it is like the code that it stands before', () => {
  const text = `class Lines:
    def before(self, line):
        return (
            self.count(
                line, self.depth
            )
        )

    def lines(self, line):
        if (
            self.previous.is_import
            and self.previous.depth == 0
            and line.depth == 0
            and not self.before(line)
        ):
            return 1, 0

        if (
            self.previous.is_import
            and line.is_function
        ):
            return 3, 0

        return 0, 0
`
  const fresh = `        if (
            self.preview
            and self.previous.is_import
            and self.previous.depth == 0
            and line.depth == 0
            and line.is_class
        ):
            return 2, 0

`
  const head = '    def lines(self, line):\n'
  const sketch = `# ...\n${head}${fresh}        if (\n            self.previous.is_import\n            # ...\n`
  const result = applySketch({ path: 'lines.py', original: text, sketch })
  expect(result).toMatchObject({ kind: 'applied', text: text.replace(head, head + fresh) })
})

const body = (name: string) =>
  Array.from({ length: 12 }, (_, at) => `  ${name}(${at})\n  check(${name}, ${at})\n`).join('')
const functions = ['read', 'write', 'close'].map((name) => `function ${name}All() {\n${body(name)}}\n`)

test('a definition between the ends of a stretch goes, rather than that one of them comes twice', () => {
  const [read, , close] = functions
  const sketch = '// ...\n  read(11)\n  check(read, 11)\n}\n\nfunction closeAll() {\n// ...\n'
  const result = applySketch({ path: 'all.js', original: functions.join('\n'), sketch })
  expect(result).toMatchObject({ kind: 'applied', text: `${read}\n${close}` })
})
