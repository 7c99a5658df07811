import { expect, test } from 'vitest'
import { languageOf } from './languages.ts'

test('a file is known by its ending, or its name', () => {
  const files = ['a.TS', 'x/b.d.mts', 'c:\\d\\e.jsx', 'Gemfile', 'a.h', 'a.py.txt', 'ts', '.ts', 'constructor', '']
  expect(files.map(languageOf)).toEqual([
    ...[
      'typescript',
      'typescript',
      'javascript',
      'ruby',
      'cpp',
      undefined,
      undefined,
      'typescript',
      undefined,
      undefined,
    ],
  ])
})
