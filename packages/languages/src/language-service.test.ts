import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorkspace, type Workspace } from '@caret/workspace'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LanguageService } from './language-service.ts'

const files: Record<string, string> = {
  'tsconfig.json': '{ "compilerOptions": { "strict": true, "noEmit": true, "module": "esnext", "target": "es2022" } }',
  'math.ts': 'export function add(a: number, b: number): number {\n  return a + b\n}\n',
  'use.ts':
    "import { add } from './math'\n\nexport const three: number = add(1, 2)\nexport class Shape {\n  area() {\n    return add(0, 0)\n  }\n}\n",
  'wrong.ts': "export const count: number = 'three'\n",
  'unimported.ts': 'export const sum = add(1, 2)\n',
  'wrong.py': 'count: int = "three"\nprint(missing)\n',
  'wrong.json': '{ "a": 1, }\n',
  'package.json': '{ "name": "x", "$schema": "https://json.schemastore.org/package.json" }\n',
  'comments.jsonc': '{ "a": 1 } // fine\n',
  'wrong.css': 'a { colr: red }\n',
  'wrong.html': '<html><style>a { colr: red }</style></html>\n',
  'wrong.yaml': 'a: 1\na: 2\n',
  'remote.yaml': '# yaml-language-server: $schema=https://json.schemastore.org/package.json\nname: 1\n',
  'greet.sh': 'greet() {\n  echo hello\n}\ngreet\n',
  'notes.txt': 'nothing\n',
}

let root: string
let workspace: Workspace
let languages: LanguageService

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'caret-languages-')))
  for (const [path, text] of Object.entries(files)) await writeFile(join(root, path), text)
  workspace = await openWorkspace(root)
  languages = new LanguageService(workspace)
})

afterAll(async () => {
  await languages[Symbol.asyncDispose]()
  await workspace[Symbol.asyncDispose]()
  await rm(root, { recursive: true })
})

test('whether a server runs that knows a file', async () => {
  expect([languages.servers.isReadyFor('wrong.css'), languages.servers.isReadyFor('notes.txt')]).toEqual([false, false])
  await languages.diagnostics('wrong.css')
  expect(languages.servers.isReadyFor('wrong.css')).toBe(true)
})

describe('diagnostics', () => {
  const brief = async (path: string) =>
    (await languages.diagnostics(path)).map(({ path, range, severity, message }) => ({
      path,
      line: range.start.line,
      severity,
      message,
    }))

  test('of TypeScript', async () => {
    const message = "Type 'string' is not assignable to type 'number'."
    expect(await brief('wrong.ts')).toEqual([{ path: 'wrong.ts', line: 0, severity: 'error', message }])
    expect(await brief('use.ts')).toEqual([])
  })

  test('of Python', async () => {
    expect(await brief('wrong.py')).toMatchObject([
      { line: 0, severity: 'error', message: expect.stringContaining('not assignable') },
      { line: 1, severity: 'error', message: '"missing" is not defined' },
    ])
  })

  test('of JSON, without fetching schemas', async () => {
    expect(await brief('wrong.json')).toMatchObject([{ line: 0, message: 'Trailing comma' }])
    expect(await brief('package.json')).toEqual([])
    expect(await brief('comments.jsonc')).toEqual([])
  })

  test('of CSS and of styles in HTML', async () => {
    expect(await brief('wrong.css')).toMatchObject([{ severity: 'warning', message: "Unknown property: 'colr'" }])
    expect(await brief('wrong.html')).toMatchObject([{ severity: 'warning', message: "Unknown property: 'colr'" }])
  })

  test('of YAML, without fetching schemas', async () => {
    expect(await brief('wrong.yaml')).toMatchObject([{ line: 1, message: 'Map keys must be unique' }])
    expect(await brief('remote.yaml')).toEqual([])
  })

  test('of a file of no known language', async () => {
    expect(await brief('notes.txt')).toEqual([])
  })

  test('of unsaved text, in the file and in those that depend on it', async () => {
    workspace.buffers.set('math.ts', 'export function add(a: string, b: string): string {\n  return a + b\n}\n')
    try {
      expect(await brief('use.ts')).toMatchObject([{ line: 2 }, { line: 2 }, { line: 5 }])
    } finally {
      workspace.buffers.delete('math.ts')
    }
    expect(await brief('use.ts')).toEqual([])
  })
})

describe('navigation', () => {
  const addInUse = { line: 2, character: 29 }

  test('finds definitions, references and what to say about a symbol', async () => {
    const [definition] = await languages.definition('use.ts', addInUse)
    expect(definition).toMatchObject({ path: 'math.ts', range: { start: { line: 0, character: 16 } } })
    const references = await languages.references('use.ts', addInUse)
    expect(references.map(({ path, range }) => `${path}:${range.start.line}`).sort()).toEqual([
      'math.ts:0',
      'use.ts:0',
      'use.ts:2',
      'use.ts:5',
    ])
    expect(await languages.hover('use.ts', addInUse)).toContain('function add(a: number, b: number): number')
  })

  test('lists symbols of a file and of the workspace', async () => {
    expect(await languages.documentSymbols('use.ts')).toMatchObject([
      { name: 'add' },
      { name: 'three', kind: 'variable' },
      { name: 'Shape', kind: 'class', children: [{ name: 'area', kind: 'method' }] },
    ])
    const shapes = await languages.workspaceSymbols('Shape')
    expect(shapes).toMatchObject([{ name: 'Shape', kind: 'class', path: 'use.ts' }])
    expect(await languages.documentSymbols('greet.sh')).toMatchObject([{ name: 'greet', kind: 'function' }])
  })

  test('says what a rename changes, and changes nothing', async () => {
    const changes = await languages.rename('math.ts', { line: 0, character: 17 }, 'plus')
    const counts = changes.map((change) => change.kind === 'edit' && [change.path, change.edits.length])
    expect(counts).toEqual(
      expect.arrayContaining([
        ['math.ts', 1],
        ['use.ts', 3],
      ]),
    )
    expect(await readFile(join(root, 'math.ts'), 'utf8')).toBe(files['math.ts'])
  })

  test('offers fixes', async () => {
    const actions = await languages.codeActions('unimported.ts', {
      start: { line: 0, character: 19 },
      end: { line: 0, character: 22 },
    })
    const fix = actions.find(({ title }) => title.includes('import'))
    expect(fix).toMatchObject({ kind: 'quickfix', title: expect.stringContaining('./math') })
    const [change] = (await fix?.changes()) ?? []
    expect(change).toMatchObject({ kind: 'edit', path: 'unimported.ts' })
  })

  test('stops when told to, and names what cannot be asked', async () => {
    const aborted = AbortSignal.abort(new Error('enough'))
    await expect(languages.hover('use.ts', addInUse, aborted)).rejects.toThrow('enough')
    await expect(languages.hover('notes.txt', addInUse)).rejects.toThrow('No language server is known for notes.txt.')
    await expect(languages.diagnostics('absent.ts')).rejects.toMatchObject({ code: 'FileNotFound' })
  })
})
