import { applyEdits } from '@caret/text'
import { describe, expect, test } from 'vitest'
import { applySketch } from './apply-sketch.ts'

const original = `import { send } from './wire'
import { log } from './log'

export class Queue {
  items = []

  add(item) {
    this.items.push(item)
    log('added')
  }

  flush() {
    for (const item of this.items) {
      send(item)
    }
    log('flushed')
  }
}

export function createQueue() {
  return new Queue()
}
`
const apply = (sketch: string, text = original, path = 'src/queue.ts') => applySketch({ path, original: text, sketch })

/** The text after; undefined where it was declined. */
function after(sketch: string, text?: string, path?: string) {
  const result = apply(sketch, text, path)
  if (result.kind === 'declined') return undefined
  expect(applyEdits(text ?? original, result.edits)).toBe(result.text)
  return result.text
}

describe('sketches that leave out what stays', () => {
  const wanted = original.replace("log('added')", "log('added', item)").replace('send(item)\n', 'send(item, this)\n')

  test.each([
    ['//', '// ... existing code ...'],
    ['words alone', '// rest of the code unchanged'],
    ['a block comment', '/* ... */'],
    ['another language', '# ... existing code ...'],
    ['JSX', '{/* ... existing code ... */}'],
    ['HTML', '<!-- ... existing code ... -->'],
    ['dots', '...'],
  ])('markers: %s', (_, marker) => {
    const sketch = `${marker}
  add(item) {
    this.items.push(item)
    log('added', item)
  }
${marker}
    for (const item of this.items) {
      send(item, this)
    }
    log('flushed')
${marker}
`
    expect(after(sketch)).toBe(wanted)
  })

  test('markers inside of blocks, with prose and a fence around', () => {
    const sketch = `Sure! Here is the change:

\`\`\`ts
// ... existing code ...

export class Queue {
  // ... existing code ...

  flush() {
    // ... existing code ...
    log('flushed', this.items.length)
  }
}

// ... existing code ...
\`\`\`

That logs the number, too.
`
    expect(after(sketch)).toBe(original.replace("log('flushed')", "log('flushed', this.items.length)"))
  })

  test('what is missing between two lines without a marker is deleted', () => {
    const sketch = `// ... existing code ...
  add(item) {
    this.items.push(item)
  }
// ... existing code ...
`
    expect(after(sketch)).toBe(original.replace("    log('added')\n", ''))
  })

  test('a function without markers, indented as the model likes it', () => {
    const sketch = `flush() {
  for (const item of this.items) {
    send(item)
  }
  this.items = []
  log('flushed')
}
`
    expect(after(sketch)).toBe(original.replace("    log('flushed')\n", "    this.items = []\n    log('flushed')\n"))
  })

  test('new code after the rest of the file is put at its end', () => {
    expect(after('// ... existing code ...\n\nexport const queue = createQueue()\n')).toBe(
      `${original}\nexport const queue = createQueue()\n`,
    )
  })

  test('a sketch that leaves out everything changes nothing', () => {
    expect(after('// ... existing code ...\n')).toBe(original)
  })

  test('copied lines stay as the file has them', () => {
    const sketch = `// ... existing code ...
  add(item) {
    this.items.push(item)
    log("added")
    return item
  }

  flush() {
// ... existing code ...
`
    expect(after(sketch)).toBe(original.replace("log('added')\n", "log('added')\n    return item\n"))
  })

  test('a whole file', () => {
    const whole = original.replace('createQueue', 'makeQueue')
    expect(apply(whole)).toMatchObject({ kind: 'applied', form: 'whole', text: whole })
  })
})

describe('declined', () => {
  test('a place that is not the only one', () => {
    const text = 'start()\nwork()\nstop()\n\nstart()\nwork()\nstop()\n'
    expect(apply('// ...\nstart()\nwork(1)\nstop()\n// ...\n', text)).toMatchObject({
      kind: 'declined',
      form: 'markers',
    })
  })

  test('new code without a neighbour', () => {
    expect(apply('function other() {\n  return 1\n}\n')).toMatchObject({ kind: 'declined', form: 'fragment' })
  })

  test('text to replace that is not there, or twice', () => {
    expect(apply('<<<<<<< SEARCH\nnothing()\n=======\nsomething()\n>>>>>>> REPLACE\n').kind).toBe('declined')
    const twice = apply(JSON.stringify({ old_string: 'this.items', new_string: 'this.all' }))
    expect(twice).toMatchObject({ kind: 'declined', region: { start: 7, end: 13 } })
  })

  test('what would tear brackets apart', () => {
    expect(apply('<<<<<<< SEARCH\n  flush() {\n=======\n  flush()\n>>>>>>> REPLACE\n').kind).toBe('declined')
  })

  test('nothing', () => {
    expect(apply('').kind).toBe('declined')
  })
})

describe('patches', () => {
  test('search and replace, several, in any order, with other blanks', () => {
    const sketch = `<<<<<<< SEARCH
export function createQueue() {
  return new Queue()
=======
export function createQueue(items) {
  return new Queue(items)
>>>>>>> REPLACE

<<<<<<< SEARCH
  log('added')  
=======
  log('added', item)
>>>>>>> REPLACE
`
    expect(after(sketch)).toBe(
      original
        .replace('createQueue() {\n  return new Queue()', 'createQueue(items) {\n  return new Queue(items)')
        .replace("log('added')", "log('added', item)"),
    )
  })

  test('a diff with wrong numbers, and context without its column', () => {
    const sketch = `\`\`\`diff
--- a/src/queue.ts
+++ b/src/queue.ts
@@ -90,3 +91,9 @@
  add(item) {
     this.items.push(item)
-    log('added')
+    log('added', item)
   }
@@ -1,1 +1,1 @@
-  return new Queue()
+  return new Queue([])
\`\`\`
`
    expect(after(sketch)).toBe(
      original.replace("log('added')", "log('added', item)").replace('new Queue()', 'new Queue([])'),
    )
  })

  test('V4A, where anchors say which', () => {
    const text = 'class A {\n  run() {\n    go()\n  }\n}\n\nclass B {\n  run() {\n    go()\n  }\n}\n'
    const sketch = `*** Begin Patch
*** Update File: src/queue.ts
@@ class B {
   run() {
-    go()
+    go(1)
   }
*** End Patch
`
    expect(after(sketch, text)).toBe(text.replace(/go\(\)(?=[^]*$)(?![^]*go)/, 'go(1)'))
  })

  test('V4A that renames, adds and deletes', () => {
    const patch = (body: string) => `*** Begin Patch\n${body}\n*** End Patch\n`
    const renamed = apply(
      patch('*** Update File: src/queue.ts\n*** Move to: src/line.ts\n@@\n-  items = []\n+  items = new Set()'),
    )
    expect(renamed).toMatchObject({ kind: 'applied', fate: { kind: 'renamed', to: 'src/line.ts' } })
    expect(apply(patch('*** Delete File: src/queue.ts'))).toMatchObject({ text: '', fate: { kind: 'deleted' } })
    const both = patch('*** Add File: src/other.ts\n+x\n*** Delete File: src/queue.ts')
    expect(apply(both)).toMatchObject({ fate: { kind: 'deleted' }, others: ['src/other.ts'] })
    expect(apply(patch('*** Add File: src/queue.ts\n+one\n+two'), '')).toMatchObject({
      text: 'one\ntwo\n',
      fate: { kind: 'created' },
    })
    expect(apply(patch('*** Add File: src/queue.ts\n+one')).kind).toBe('declined')
  })

  test('the section about this file is taken from a patch over several', () => {
    const sketch =
      '--- a/x.ts\n+++ b/x.ts\n@@\n-a\n+b\n--- a/src/queue.ts\n+++ b/src/queue.ts\n@@\n-  items = []\n+  items = [0]\n'
    expect(after(sketch)).toBe(original.replace('items = []', 'items = [0]'))
  })

  test('edit calls', () => {
    const edits = [
      { old_string: "log('added')", new_string: "log('added', item)" },
      { old_string: 'this.items', new_string: 'this.all', replace_all: true },
    ]
    expect(after(JSON.stringify({ file_path: 'src/queue.ts', edits }))).toBe(
      original.replace("log('added')", "log('added', item)").replaceAll('this.items', 'this.all'),
    )
  })
})

describe('the file keeps', () => {
  test('its line breaks and its missing last one', () => {
    const text = original.replaceAll('\n', '\r\n').trimEnd()
    const sketch = '// ... existing code ...\nexport function createQueue() {\n  return new Queue([])\n}\n'
    expect(after(sketch, text)).toBe(text.replace('new Queue()', 'new Queue([])'))
  })

  test('its tabs', () => {
    const text = original.replaceAll('  ', '\t')
    const sketch = `// ... existing code ...
  add(item) {
    this.items.push(item)
    if (item.loud) {
      log('added')
    }
  }
// ... existing code ...
`
    expect(after(sketch, text)).toContain("\t\tif (item.loud) {\n\t\t\tlog('added')\n\t\t}\n")
  })
})
