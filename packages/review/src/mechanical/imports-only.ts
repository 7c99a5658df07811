import type { HunkView } from '../read/file-view.ts'
import type { Brought } from '../read/text-view.ts'
import { extensionOf } from '../read/language.ts'
import { aboutImports } from '../steps/import-words.ts'
import { filesOf, placeOf } from '../words.ts'
import type { Claim } from './mechanical-source.ts'

/**
 * Hunks of nothing but imports, added, taken away or in another order: the code that uses them is what is read. Not those
 * that bring a name from elsewhere than before, and not those that run a module for its effects.
 */
export function importsOnly(hunks: readonly HunkView[], all: readonly HunkView[]): Claim[] {
  const moves = new Set(
    all
      .filter(({ file }) => file.from !== undefined || file.kind !== 'edited')
      .map(({ file }) => stemOf(file.from ?? file.path)),
  )
  const made = hunks.filter((hunk) => hasOnlyImports(hunk) && !swaps(hunk, moves))
  if (made.length === 0) return []
  const isOneFile = filesOf(made).length === 1
  const words = isOneFile ? aboutImports(made) : undefined
  const title = words === undefined ? `Imports change in ${placeOf(made)}` : `${placeOf(made)} ${words}`
  return [{ kind: 'imports', title, hunks: made }]
}

function hasOnlyImports({ file, before, after }: HunkView): boolean {
  if (file.kind !== 'edited' && file.kind !== 'renamed') return false
  const sides = [
    [file.before.lines, before],
    [file.after.lines, after],
  ] as const
  let some = false
  for (const [lines, { start, end }] of sides) {
    const imports = importLines(lines, file.path)
    for (let line = start; line < end; line++) {
      if (lines[line]!.trim() === '') continue
      if (!imports.has(line) || hasEffect(lines[line]!)) return false
      some = true
    }
  }
  return some
}

const hasEffect = (line: string) => /^\s*import\s+["']/.test(line) || /^\s*_\s+"/.test(line)

const known = new WeakMap<readonly string[], Set<number>>()

/** The lines that import statements are on. */
function importLines(lines: readonly string[], path: string): Set<number> {
  let found = known.get(lines)
  if (!found) known.set(lines, (found = findImportLines(lines, styles[extensionOf(path)])))
  return found
}

/** How a language imports: what starts such a statement on a line, and what ends it. */
interface Style {
  start: RegExp
  /** Says whether the statement, so far as it is read, is complete. */
  isWhole(text: string): boolean
}

const balanced = (open: string, close: string) => (text: string) => text.split(open).length <= text.split(close).length
const script: Style = {
  start:
    /^\s*(import\s+(type\s+)?["'{*\w]|export\s+(type\s+)?[{*].*\bfrom\b|export\s+(type\s+)?\{[^}]*$|(const|let|var)\s+[\w{][^=]*=\s*require\()/,
  isWhole: balanced('{', '}'),
}
const brackets: Style = { start: /^\s*(import\b|from\s+[\w.]+\s+import\b)/, isWhole: balanced('(', ')') }
const line = (start: RegExp): Style => ({ start, isWhole: () => true })
const curly = (start: RegExp): Style => ({ start, isWhole: (text) => text.includes(';') })
const styles: Record<string, Style> = {
  ...Object.fromEntries(
    ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx', 'vue', 'svelte'].map((name) => [name, script]),
  ),
  ...{ py: brackets, pyi: brackets, go: { ...brackets, start: /^import\b/ } },
  ...{
    rs: curly(/^\s*(pub(\([^)]*\))?\s+)?(use|extern crate)\s/),
    java: line(/^\s*import\s/),
    kt: line(/^\s*import\s/),
  },
  ...{
    scala: line(/^\s*import\s/),
    cs: line(/^\s*using\s+[\w.=\s]+;/),
    swift: line(/^\s*import\s/),
    php: curly(/^use\s/),
  },
  ...Object.fromEntries(['c', 'h', 'cc', 'cpp', 'hpp', 'cxx', 'hh'].map((name) => [name, line(/^\s*#\s*include\b/)])),
}

function findImportLines(lines: readonly string[], style: Style | undefined): Set<number> {
  const found = new Set<number>()
  if (!style) return found
  for (let at = 0; at < lines.length; at++) {
    if (!style.start.test(lines[at]!)) continue
    let text = ''
    let end = at
    for (; end < lines.length && end < at + longest; end++) {
      text += `${lines[end]}\n`
      if (style.isWhole(text)) break
    }
    if (end === lines.length || end === at + longest) continue
    for (let each = at; each <= end; each++) found.add(each)
    at = end
  }
  return found
}

const longest = 200

/** Whether a name that the file had comes from elsewhere now, and not because its file was moved. */
function swaps({ file, after }: HunkView, moves: ReadonlySet<string>): boolean {
  const isOther = ({ source, name, local }: Brought) => {
    const old = file.before.brought.filter((each) => each.local === local)
    if (old.length === 0 || local === '*') return false
    return !old.some((each) => each.name === name && (each.source === source || moves.has(stemOf(each.source))))
  }
  return file.after.brought.some(
    (each) => each.lines.start < after.end && after.start < each.lines.end && isOther(each),
  )
}

/** The last part of a path or a module's name, without its extension. */
const stemOf = (path: string) => /([^/.:]+)(\.\w+)?$/.exec(path)?.[1] ?? path
