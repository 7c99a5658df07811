import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Language } from './languages.ts'
import { outline } from './outline.ts'
import type { SourceSymbol } from './symbols.ts'
import { snippets } from './testing/snippets.ts'

const languages = Object.keys(snippets) as Language[]

describe('what each language declares', () => {
  test.each(languages)('%s', async (language) => {
    const { path, text } = snippets[language]
    await expect(shown(path, text)).resolves.toMatchSnapshot()
  })
})

test('what is in front of a declaration belongs to it, what stands apart does not', async () => {
  const text =
    'let a // of a\n/** of f */\n// too\nexport function f() {}\n\n// apart\n\nclass K {\n  /* of m */ m() {}\n}'
  const [, f, k] = (await outline('a.ts', text))!
  expect(text.slice(f!.range.start, f!.range.end)).toBe('/** of f */\n// too\nexport function f() {}')
  expect(text.slice(f!.header.start, f!.header.end)).toBe('export function f()')
  expect(text.slice(k!.range.start)).toMatch(/^class K/)
  expect(k!.children[0]!.range.start).toBe(text.indexOf('/* of m */'))
})

test('there is none for other files, nor for huge ones', async () => {
  await expect(outline('a.txt', 'x')).resolves.toBeUndefined()
  await expect(outline('a.ts', 'x\n'.repeat(1 << 20))).resolves.toBeUndefined()
})

test('an aborted signal ends it', async () => {
  await expect(outline('a.ts', 'x', AbortSignal.abort())).rejects.toThrow(/abort/i)
  const controller = new AbortController()
  const long = outline('a.ts', 'f({ a: [1, 2, 3] })\n'.repeat(40_000), controller.signal)
  setTimeout(() => controller.abort(new Error('enough')), 20)
  await expect(long).rejects.toThrow('enough')
})

test('many at once do not disturb each other', async () => {
  const texts = Array.from({ length: 20 }, (_, at) => `function f${at}() {}\n`.repeat(300 + at))
  const outlines = await Promise.all(texts.map((text) => outline('a.js', text)))
  expect(outlines.map((symbols) => symbols!.length)).toEqual(texts.map((_, at) => 300 + at))
})

test('ranges are nested and in order, whatever the text', async () => {
  const piece = fc.constantFrom(...languages.flatMap((language) => snippets[language].text.split(/(?<=\n)/)))
  const anyText = fc.array(fc.oneof(piece, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...languages), anyText, async (language, pieces) => {
      const text = pieces.join('')
      const symbols = await outline(snippets[language].path, text)
      expect(symbols).toBeDefined()
      checkNested(text, symbols!, 0, text.length)
    }),
    { numRuns: 300 },
  )
})

function checkNested(text: string, symbols: readonly SourceSymbol[], start: number, end: number): void {
  let from = start
  for (const { name, range, nameRange, header, body, children } of symbols) {
    expect(text.slice(nameRange.start, nameRange.end)).toBe(name)
    expect(name).not.toBe('')
    for (const part of [nameRange, header, ...(body ? [body] : [])]) {
      expect(part.start).toBeGreaterThanOrEqual(range.start)
      expect(part.end).toBeLessThanOrEqual(range.end)
      expect(part.end).toBeGreaterThanOrEqual(part.start)
    }
    expect(range.start).toBeGreaterThanOrEqual(from)
    expect(range.end).toBeLessThanOrEqual(end)
    checkNested(text, children, range.start, range.end)
    from = range.end
  }
}

/** A line for each declaration: + if exported, kind, header, and where it starts if not with the header. */
async function shown(path: string, text: string): Promise<string> {
  const lines = (symbols: readonly SourceSymbol[], indent: string): string[] =>
    symbols.flatMap(({ name, kind, exported, range, header, body, children }) => {
      const flat = (part: string) => part.trim().replaceAll(/\s+/g, ' ')
      const lead = flat(text.slice(range.start, header.start))
      const bodyMark = body ? ' …' : ''
      return [
        `${indent}${exported ? '+' : '-'} ${kind} ${name}: ${flat(text.slice(header.start, header.end))}${bodyMark}${lead && ` << ${lead}`}`,
        ...lines(children, `${indent}  `),
      ]
    })
  return `\n${lines((await outline(path, text))!, '').join('\n')}\n`
}
