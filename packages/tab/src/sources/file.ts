import { changeWord, isWord, partsOf, styleOf } from '@caret/patterns'
import { isLeft } from '../bindings.ts'
import { declares } from '../declares.ts'
import { placesOf } from '../words.ts'
import { folderOf } from './paths.ts'
import type { FileSource } from './source.ts'

/** How many of the last edits are looked at, and how many files of a folder. */
const reach = 6
const mostSiblings = 200

/**
 * How likely it is that a file follows what it is named after: once its text has the old name no more, and before; and a file
 * that is about it, such as its test.
 */
const done = 0.75
const begun = 0.35
const about = 0.6

/**
 * A file that is named after what has another name now has the other name too, in the style that it has; another file than the
 * caret's only once this one has the old name no more where a server knows it.
 */
export const file: FileSource = {
  name: 'file',
  propose: ({ pattern, texts, caret, history, renamed, isFree }) => {
    const isBusy = isLeft(renamed, caret.path, texts.get(caret.path) ?? '')
    const paths = new Set([caret.path, ...(isBusy ? [] : history.slice(0, reach).map(({ path }) => path))])
    return pattern.changes.flatMap(({ change: { removed, inserted }, age }) => {
      const [from = '', to = ''] = [removed[0], inserted[0]]
      if (age >= reach || removed.length !== 1 || inserted.length !== 1 || !isWord(from) || !isWord(to)) return []
      return [...paths].flatMap((path) => {
        const text = texts.get(path)
        const newPath = text === undefined ? undefined : renamedPath(path, from, to, texts)
        if (newPath === undefined || newPath === path || !isFree(newPath)) return []
        const isItsOwn = declares(text!, to) && !declares(text!, from)
        // What a language server knows to be something else may keep the name.
        const bound = renamed.filter((binding) => binding.path === path && binding.from === from && binding.to === to)
        const isDone =
          bound.length > 0
            ? bound.every(({ ranges }) => ranges.every(({ start, end }) => !hasWord(text!.slice(start, end), from)))
            : !hasWord(text!, from)
        if (!isItsOwn && !(isDone && hasWord(text!, to))) return []
        const probability = !isItsOwn ? about : isDone ? done : begun
        const reason = `renames ${nameOf(path)}: ${from} is ${to} now`
        return [{ rename: { path, newPath }, source: 'file', probability, reason, family: `${from} → ${to}` }]
      })
    })
  },
}

/** The path of a file that is named after `from`, or after what is about it, named after `to`; undefined for any other file. */
function renamedPath(path: string, from: string, to: string, texts: ReadonlyMap<string, string>): string | undefined {
  const [old, fresh] = [lowerParts(from), lowerParts(to)]
  const found = namePattern.exec(nameOf(path))
  if (!found || old.length === 0 || fresh.length === 0) return undefined
  const [, before = '', name = '', after = ''] = found
  if (lowerParts(name).join(' ') !== old.join(' ')) return undefined
  const isOneWord = old.length === 1 && name === name.toLowerCase()
  const joint = isOneWord ? jointOf(path, texts) : name.includes('-') ? '-' : undefined
  const newName = joint === undefined ? changeWord(name, { from: old, to: fresh }) : fresh.join(joint)
  return newName === undefined ? undefined : folderOf(path) + before + newName + after
}

/** What a file is named after, and what comes before and after that: `.test.ts`, `_test.go`, `test_`. */
const namePattern = /^(test_)?(.+?)((?:_test|_spec)?\.[^/]*)$/

/** What joins the words in the names of the files around; undefined where capitals do. */
function jointOf(path: string, texts: ReadonlyMap<string, string>): string | undefined {
  const counts = { '-': 0, _: 0, camel: 0 }
  const [folder, ending] = [folderOf(path), endingOf(path)]
  let siblings = 0
  for (const other of texts.keys()) {
    if (!other.startsWith(folder) || !other.endsWith(ending) || other.includes('/', folder.length)) continue
    if (++siblings > mostSiblings) break
    const [, , name = ''] = namePattern.exec(nameOf(other)) ?? []
    if (name.includes('-')) counts['-']++
    else if (styleOf(name) === 'snake') counts._++
    else if (styleOf(name) === 'camel') counts.camel++
  }
  const [[most, count]] = Object.entries(counts).sort(([, a], [, b]) => b - a) as [[string, number]]
  if (most === 'camel' && count > 0) return undefined
  return count > 0 ? most : snakeEndings.has(ending) ? '_' : '-'
}

const snakeEndings = new Set(['.py', '.go', '.rs', '.rb', '.c', '.h', '.cpp', '.hpp', '.ex', '.exs', '.dart'])

const hasWord = (text: string, word: string) => placesOf(word, text).length > 0

const lowerParts = (word: string) => partsOf(word).map((part) => part.toLowerCase())
const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const endingOf = (path: string) => path.slice(path.lastIndexOf('.'))
