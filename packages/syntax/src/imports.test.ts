import { describe, expect, test } from 'vitest'
import { imports } from './imports.ts'
import type { Language } from './languages.ts'
import { snippets } from './testing/snippets.ts'

const expected: Partial<Record<Language, string[]>> = {
  typescript: ['node:fs: default>fs join>j A', './ns: *>ns', './w: u>v', 'm: r s>t'],
  javascript: ['path: *>path'],
  python: ['os.path: *>p', 'sys.io: *>sys', '.cart: Cart>C tax', 'z: *'],
  go: ['fmt: *>fmt', 'a/b/v2: *>alias', 'c:'],
  rust: ['std::fmt: *>fmt Display>D', 'std::io: *', 'a: B'],
  java: ['java.util: List', 'java.io: *'],
  csharp: ['System.Text:', 'A.B: *>X'],
  cpp: ['vector:', 'base.h:'],
  php: ['A: Cart>C', 'B: D', 'B: E'],
  ruby: ['json:', './base:'],
  bash: ['./lib.sh:'],
  css: ['base.css:'],
}

describe('what each language imports', () => {
  test.each(Object.entries(expected))('%s', async (language, sources) => {
    const { path, text } = snippets[language as Language]
    const found = (await imports(path, text))!
    for (const { source, range } of found) {
      expect(text.slice(range.start, range.end)).toContain(source.split(/[:.\\]/).at(-1))
    }
    const shown = found.map(({ source, names }) =>
      [`${source}:`, ...names.map(({ name, local }) => (name === local ? name : `${name}>${local}`))].join(' '),
    )
    expect(shown).toEqual(sources)
  })
})

test('without a package in front, Rust and Go name by the path', async () => {
  const read = async (path: string, text: string) =>
    (await imports(path, text))!.map(({ source, names }) => ({ source, names }))
  await expect(read('a.rs', 'use serde;\nuse a::{self, b::*};')).resolves.toEqual([
    { source: 'serde', names: [{ name: '*', local: 'serde' }] },
    { source: 'a', names: [{ name: '*', local: 'a' }] },
    { source: 'a::b', names: [{ name: '*', local: '*' }] },
  ])
  await expect(read('a.go', 'package a\nimport "x.org/y/v3"')).resolves.toEqual([
    { source: 'x.org/y/v3', names: [{ name: '*', local: 'y' }] },
  ])
})
