import { isWord } from '@caret/patterns'
import { declares } from '../declares.ts'
import type { HistoryEntry } from '../history.ts'
import { placesOf } from '../words.ts'
import { folderOf } from './paths.ts'
import type { EditSource, Proposal } from './source.ts'

/** How many of the last edits are looked at, and how many files. */
const reach = 12
const mostFiles = 16

/**
 * How likely it is that an importer follows, and how much less that the one after does first. Replays cannot tell: of the commits of ten
 * repositories, none renames a declaration and nothing else on its lines.
 */
const first = 0.5
const later = 0.01

/**
 * What a file declares has another name now, and nothing has the old one: whoever imports that follows, all through the file, and so
 * does whoever needs no import. Where a language server has said who means it, *rename* knows better.
 */
export const importers: EditSource = {
  name: 'importers',
  propose: ({ pattern, index, texts, caret, history, renamed }) => {
    const proposals: Proposal[] = []
    for (const { change, age, part } of pattern.changes) {
      const [from = '', to = ''] = [change.removed[0], change.inserted[0]]
      if (age >= reach || part || change.removed.length !== 1 || change.inserted.length !== 1) continue
      if (!isWord(from) || !isWord(to) || renamed.some((each) => each.from === from && each.to === to)) continue
      // Cheaper than to look into texts, and nearly always enough.
      const { size } = index.holders(index.number(from) ?? -1)
      if (size === 0 || size > mostFiles) continue
      const isOrigin = ({ path, before }: HistoryEntry) => declares(texts.get(path) ?? '', to) && declares(before, from)
      const origin = history.slice(0, reach).find(isOrigin)?.path
      if (origin === undefined) continue
      const holders = [...index.holders(index.number(from)!)]
      if (holders.some((path) => declares(texts.get(path) ?? '', from))) continue
      const importing = imports([from, to])
      const users = holders.filter((path) => {
        return path !== origin && (areMates(path, origin) || importing.test(texts.get(path) ?? ''))
      })
      for (const path of users.sort((a, b) => Number(b === caret.path) - Number(a === caret.path))) {
        const text = texts.get(path) ?? ''
        for (const offset of placesOf(from, text).filter((at) => !inOther.test(text[at - 1] ?? ''))) {
          proposals.push({
            edit: { path, offset, remove: from.length, insert: to },
            source: 'importers',
            probability: Math.max(0.3, first - later * proposals.length),
            reason: `${from} is ${to} now`,
            family: `${from} → ${to}`,
          })
        }
      }
    }
    return proposals
  },
}

/** In front of another's name, or of a text. */
const inOther = /[.'"`]/

/** Finds a statement that imports one of some names, or passes it on, in TypeScript, Python, Rust and Java. */
function imports(names: readonly string[]): RegExp {
  const word = String.raw`(?<![\w$])(?:${names.join('|').replaceAll('$', String.raw`\$`)})(?![\w$])`
  const statements = [
    String.raw`(?:import|export)\b[^;'"]*${word}[^;'"]*\bfrom\b`,
    String.raw`from \S+ import (?:\([^)]*|[^(\n]*)${word}`,
    String.raw`\s*(?:pub(?:\(\w+\))? )?use [^;]*${word}`,
    String.raw`import (?:static )?[\w.]+\.${word}`,
  ]
  return new RegExp(`^(?:${statements.join('|')})`, 'm')
}

/** Whether two files see what the other declares without an import. */
function areMates(path: string, other: string): boolean {
  return inFolder.test(path) && inFolder.test(other) && folderOf(path) === folderOf(other)
}

const inFolder = /\.(?:go|java|kt|cs)$/
