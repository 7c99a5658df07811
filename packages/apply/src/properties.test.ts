import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applySketch } from './apply-sketch.ts'
import { applyStreaming } from './apply-streaming.ts'

/** Lines, some of which are often the same, in blocks. */
const line = fc.oneof(
  { weight: 4, arbitrary: fc.nat(60).map((number) => `  call${number}(value)`) },
  { weight: 1, arbitrary: fc.constantFrom('}', '', '  return value', '  }') },
)
const block = fc
  .tuple(fc.nat(400), fc.array(line, { minLength: 1, maxLength: 6 }))
  .map(([name, body]) => [`function name${name}(value) {`, ...body, '}', ''])
const file = fc.array(block, { minLength: 1, maxLength: 6 }).map((blocks) => blocks.flat())

/** A file, one or two of its stretches replaced, and a sketch that leaves out some of what is the same. */
const edited = fc
  .tuple(
    file,
    fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.array(line, { maxLength: 3 })), { minLength: 1, maxLength: 2 }),
    fc.integer({ min: 1, max: 4 }),
  )
  .map(([before, changes, context]) => {
    const after: { text: string; old: boolean }[] = before.map((text) => ({ text, old: true }))
    const touched = new Set<number>()
    for (const [at, remove, insert] of changes) {
      const start = at % (after.length + 1)
      after.splice(start, remove, ...insert.map((text) => ({ text, old: false })))
      for (let near = start - context; near < start + insert.length + context; near++) touched.add(near)
    }
    const sketch: string[] = []
    for (const [index, { text, old }] of after.entries()) {
      if (!old || touched.has(index)) sketch.push(text)
      else if (sketch.at(-1) !== marker) sketch.push(marker)
    }
    return {
      original: `${before.join('\n')}\n`,
      result: after.map(({ text }) => `${text}\n`).join(''),
      sketch: sketch.join('\n'),
    }
  })
const marker = '// ... existing code ...'

test('a sketch that shows an unambiguous edit gives the edited text, or is declined', () => {
  const unlike = fc.array(fc.uniqueArray(fc.nat(5000), { minLength: 6, maxLength: 40 }), { minLength: 1, maxLength: 1 })
  fc.assert(
    fc.property(
      unlike,
      fc.nat(),
      fc.nat(3),
      fc.nat(3),
      fc.integer({ min: 1, max: 3 }),
      ([names], at, remove, insert, context) => {
        const before = names!.map((name) => `statement${name}()`)
        const start = 1 + (at % (before.length - 4))
        const gone = Math.min(remove, before.length - start - 1)
        const fresh = Array.from({ length: insert }, (_, index) => `brandNew${index + 1}(of, ${start})`)
        const after = [...before.slice(0, start), ...fresh, ...before.slice(start + gone)]
        const [from, to] = [Math.max(0, start - context), Math.min(after.length, start + insert + context)]
        const sketch = [...(from > 0 ? [marker] : []), ...after.slice(from, to), ...(to < after.length ? [marker] : [])]
        const result = applySketch({ path: 'a.ts', original: `${before.join('\n')}\n`, sketch: sketch.join('\n') })
        const wanted = `${after.join('\n')}\n`
        expect(result.kind === 'applied' ? result.text : wanted).toBe(wanted)
      },
    ),
    { numRuns: 500 },
  )
})

test('a sketch with nothing but markers leaves the text as it is', () => {
  fc.assert(
    fc.property(
      file,
      fc.constantFrom(marker, '# ... rest of the code ...', '...'),
      fc.boolean(),
      (lines, text, crlf) => {
        const original = lines.join(crlf ? '\r\n' : '\n')
        expect(applySketch({ path: 'a.ts', original, sketch: text })).toMatchObject({ kind: 'applied', text: original })
      },
    ),
  )
})

test('line breaks, and whether there is a last one, are kept', () => {
  fc.assert(
    fc.property(edited, fc.boolean(), ({ original, sketch }, last) => {
      const text = last ? original : original.slice(0, -1)
      const unix = applySketch({ path: 'a.ts', original: text, sketch })
      const windows = applySketch({ path: 'a.ts', original: text.replaceAll('\n', '\r\n'), sketch })
      expect(windows.kind).toBe(unix.kind)
      if (unix.kind === 'applied' && windows.kind === 'applied') {
        expect(windows.text).toBe(unix.text.replaceAll('\n', '\r\n'))
        if (unix.text !== '' && text !== '') expect(unix.text.endsWith('\n')).toBe(text.endsWith('\n'))
      }
    }),
  )
})

test('a stream grows, and ends with what the whole sketch gives', () => {
  fc.assert(
    fc.property(edited, fc.integer({ min: 1, max: 40 }), ({ original, sketch }, size) => {
      const stream = applyStreaming({ path: 'a.ts', original })
      let shown: readonly unknown[] = []
      for (let at = 0; at < sketch.length; at += size) {
        const edits = stream.push(sketch.slice(at, at + size))
        expect(edits).toEqual(expect.arrayContaining([...shown]))
        shown = edits
      }
      expect(stream.end()).toEqual(applySketch({ path: 'a.ts', original, sketch }))
    }),
    { numRuns: 60 },
  )
})
