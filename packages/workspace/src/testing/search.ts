import { describe, expect, test } from 'vitest'
import type { FilesOptions, SearchQuery } from '../workspace.ts'
import { allFiles, allHits, expectError, type Open } from './helpers.ts'

export function testListing(open: Open): void {
  describe('listing and ignoring', () => {
    const files = {
      '.gitignore': '*.log\nbuild/\n/top\n!keep.log\n',
      '.caretignore': 'secret\n*.min.js\n',
      '.hidden/x': '',
      'a.ts': '',
      'a.log': '',
      'keep.log': '',
      top: '',
      'src/top': '',
      'src/.gitignore': 'local\n!src.log\n',
      'src/local': '',
      'src/src.log': '',
      'src/build/out.js': '',
      'src/a.min.js': '',
      'src/secret/key': '',
      'lib/.caretignore': '/only-here\n',
      'lib/only-here': '',
      'lib/deep/only-here': '',
    }
    const kept = [
      '.caretignore',
      '.gitignore',
      '.hidden/x',
      'a.ts',
      'keep.log',
      'lib/.caretignore',
      'lib/deep/only-here',
      'src/.gitignore',
      'src/src.log',
      'src/top',
    ]

    test('leaves out what git and .caretignore name', async () => {
      await using workspace = await open(files)
      expect(await allFiles(workspace)).toEqual(kept)
      expect(await allFiles(workspace, { useIgnoreFiles: false })).toEqual(Object.keys(files).toSorted())
    })

    test('answers for one path what it lists', async () => {
      await using workspace = await open(files)
      const paths = Object.keys(files)
      const ignored = await Promise.all(paths.map((path) => workspace.ignores(path)))
      expect(paths.filter((_, index) => !ignored[index]).toSorted()).toEqual(kept)
      expect(await workspace.ignores('src/build')).toBe(true)
      expect(await workspace.ignores('src')).toBe(false)
      expect(await workspace.ignores('')).toBe(false)
      expect(await workspace.ignores('.git/config')).toBe(true)
      expect(await workspace.ignores('not/there.log')).toBe(true)
    })

    test('lets a deeper folder take back a folder', async () => {
      await using workspace = await open({
        '.gitignore': 'lib/\n',
        'a/.gitignore': '!lib/\n',
        'a/lib/x': '',
        'lib/y': '',
      })
      expect(await allFiles(workspace)).toEqual(['.gitignore', 'a/.gitignore', 'a/lib/x'])
      expect(await workspace.ignores('a/lib/x')).toBe(false)
      expect(await workspace.ignores('lib/y')).toBe(true)
    })

    const globbed = {
      '.gitignore': '*.log\n',
      'a.ts': '',
      'a.js': '',
      'x/a.ts': '',
      'x/y/b.ts': '',
      'z/x/c.md': '',
      'x/d.log': '',
    }
    test.each<[string, FilesOptions, string[]]>([
      ['a name at any depth', { includes: ['a.ts'] }, ['a.ts', 'x/a.ts']],
      ['an ending', { includes: ['*.ts'] }, ['a.ts', 'x/a.ts', 'x/y/b.ts']],
      ['a path from the root', { includes: ['x/*.ts'] }, ['x/a.ts']],
      ['all in a folder', { includes: ['x/**'] }, ['x/a.ts', 'x/y/b.ts']],
      ['a folder by its name', { includes: ['x'] }, ['x/a.ts', 'x/y/b.ts', 'z/x/c.md']],
      ['any depth, spelled out', { includes: ['**/y/**', '**/a.js'] }, ['a.js', 'x/y/b.ts']],
      ['alternatives', { includes: ['*.{js,md}'] }, ['a.js', 'z/x/c.md']],
      ['leaving out an ending', { excludes: ['*.ts', '.gitignore'] }, ['a.js', 'z/x/c.md']],
      ['leaving out folders', { excludes: ['**/x', '.gitignore'] }, ['a.js', 'a.ts']],
      ['both', { includes: ['*.ts'], excludes: ['y/**', 'x/y'] }, ['a.ts', 'x/a.ts']],
      ['nothing that is ignored', { includes: ['*.log', '*.md'] }, ['z/x/c.md']],
      ['what is ignored, if asked', { includes: ['*.log'], useIgnoreFiles: false }, ['x/d.log']],
    ])('globs: %s', async (_, options, expected) => {
      await using workspace = await open(globbed)
      expect(await allFiles(workspace, options)).toEqual(expected)
    })

    test('stops when aborted', async () => {
      await using workspace = await open(files)
      const iterate = async () => {
        for await (const _ of workspace.files({}, AbortSignal.abort(new Error('enough')))) expect.fail('a batch came')
      }
      await expect(iterate()).rejects.toThrow('enough')
    })
  })
}

export function testSearch(open: Open): void {
  describe('search', () => {
    test('finds plain text, in UTF-16 columns', async () => {
      await using workspace = await open({ 'a.txt': 'no\né😀 a.b a.b\r\naxb', 'b.txt': 'nothing' })
      expect(await allHits(workspace, { pattern: 'a.b' })).toEqual([
        {
          kind: 'match',
          path: 'a.txt',
          text: 'é😀 a.b a.b',
          line: 1,
          ranges: [
            { startLine: 1, startColumn: 4, endLine: 1, endColumn: 7 },
            { startLine: 1, startColumn: 8, endLine: 1, endColumn: 11 },
          ],
        },
      ])
    })

    test.each<[string, SearchQuery, string[]]>([
      ['either case', { pattern: 'foo' }, ['Foo', 'foo', 'foobar', 'été foo', '(?:x) foo']],
      ['one case', { pattern: 'foo', caseSensitive: true }, ['foo', 'foobar', 'été foo', '(?:x) foo']],
      ['whole words', { pattern: 'foo', wholeWord: true }, ['Foo', 'foo', 'été foo', '(?:x) foo']],
      ['words of any script', { pattern: 't', wholeWord: true }, []],
      ['expressions', { pattern: '^fo+', regex: true }, ['Foo', 'foo', 'foobar']],
      ['an end of line', { pattern: 'o$', regex: true }, ['Foo', 'foo', 'été foo', '(?:x) foo']],
      ['lookaround', { pattern: 'foo(?=bar)', regex: true }, ['foobar']],
      ['signs as they are', { pattern: '(?:x' }, ['(?:x) foo']],
      ['a leading dash', { pattern: '-e' }, ['-e']],
      ['nothing', { pattern: '' }, []],
    ])('matches %s', async (_, query, lines) => {
      await using workspace = await open({ a: 'Foo\nfoo\r\nfoobar\nété foo\n(?:x) foo\n-e\n' })
      expect((await allHits(workspace, query)).map(({ text }) => text)).toEqual(lines)
    })

    test('matches across lines', async () => {
      await using workspace = await open({ a: 'é one\r\ntwo é\r\nthree\r\n', b: 'one\ntwo' })
      const plain = await allHits(workspace, { pattern: 'one\ntwo' })
      expect(plain.map(({ ranges }) => ranges)).toEqual([
        [{ startLine: 0, startColumn: 2, endLine: 1, endColumn: 3 }],
        [{ startLine: 0, startColumn: 0, endLine: 1, endColumn: 3 }],
      ])
      expect(plain[0]?.text).toBe('é one\r\ntwo é')
      const [hit] = await allHits(workspace, { pattern: 'é\\nth|ree\\n', regex: true })
      expect(await allHits(workspace, { pattern: 'e\\s+t', regex: true })).toEqual([])
      expect(await allHits(workspace, { pattern: 'e\\s+t', regex: true, multiline: true })).toHaveLength(2)
      expect(hit).toEqual({
        kind: 'match',
        path: 'a',
        text: 'two é\r\nthree',
        line: 1,
        ranges: [
          { startLine: 1, startColumn: 4, endLine: 2, endColumn: 2 },
          { startLine: 2, startColumn: 2, endLine: 3, endColumn: 0 },
        ],
      })
    })

    test('gives lines around', async () => {
      await using workspace = await open({ a: '0\n1\nx\n3\nx\n5\n6\n7\nx\n' })
      const hits = await allHits(workspace, { pattern: 'x', context: 1 })
      expect(hits.map(({ kind, line, text }) => `${kind} ${line} ${text}`)).toEqual([
        'context 1 1',
        'match 2 x',
        'context 3 3',
        'match 4 x',
        'context 5 5',
        'context 7 7',
        'match 8 x',
      ])
    })

    test('passes over what is ignored, binary, too large or not asked for', async () => {
      await using workspace = await open({
        '.gitignore': 'ignored\n',
        '.caretignore': 'private\n',
        '.hidden': 'word',
        ignored: 'word',
        private: 'word',
        binary: 'word\0',
        large: `word${' '.repeat(2000)}`,
        'src/in.ts': 'word',
        'src/in.js': 'word',
      })
      const paths = async (query: Omit<SearchQuery, 'pattern'>) =>
        (await allHits(workspace, { pattern: 'word', ...query })).map(({ path }) => path)
      expect(await paths({ maxFileSize: 1000 })).toEqual(['.hidden', 'src/in.js', 'src/in.ts'])
      expect(await paths({ includes: ['*.ts'] })).toEqual(['src/in.ts'])
      expect(await paths({ includes: ['src', 'ignored', 'private'], excludes: ['*.js'] })).toEqual(['src/in.ts'])
      expect(await paths({ includes: ['ignored', 'private'], useIgnoreFiles: false })).toEqual(['ignored', 'private'])
    })

    test('reads UTF-16 by its mark, and other encodings by their name', async () => {
      await using workspace = await open({ bom: '\uFEFFword' })
      await workspace.write('wide', Buffer.from('\uFEFFword', 'utf16le'))
      await workspace.write('latin', Buffer.from('\xe9 word', 'latin1'))
      const hits = await allHits(workspace, { pattern: 'word' })
      expect(hits.map(({ path, ranges }) => [path, ranges[0]?.startColumn])).toEqual([
        ['bom', 0],
        ['latin', 2],
        ['wide', 0],
      ])
      const [latin] = await allHits(workspace, { pattern: 'é', encoding: 'latin1', includes: ['latin'] })
      expect(latin?.text).toBe('é word')
    })

    test('explains a pattern that is none', async () => {
      await using workspace = await open({ a: '' })
      await expectError(allHits(workspace, { pattern: '(a', regex: true }), 'InvalidPattern')
      await expectError(allHits(workspace, { pattern: 'a(?<=b', regex: true }), 'InvalidPattern')
      await expect(allHits(workspace, { pattern: '(a', regex: true })).rejects.toThrow(/group/)
    })

    test('stops when aborted', async () => {
      await using workspace = await open({ a: 'x' })
      const iterate = async () => {
        for await (const _ of workspace.search({ pattern: 'x' }, AbortSignal.abort(new Error('enough')))) break
      }
      await expect(iterate()).rejects.toThrow('enough')
    })
  })
}
