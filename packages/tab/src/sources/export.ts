import type { TokenIndex } from '@caret/patterns'
import { addToList, itemsOf, type NameList } from './name-list.ts'
import { folderOf } from './paths.ts'
import type { EditSource, Proposal } from './source.ts'

/** How many of the last edits are looked at. */
const reach = 3

/**
 * How likely it is that a new name is passed on where all of its file's names are, and where only some are or there are few:
 * replays have shown a handful of these, and all of them wrong.
 */
const asAll = 0.4
const asSome = 0.12
const severalNames = 3

/**
 * What was declared is passed on where its file's other names are: in a list that an `index.ts` exports from it, in what an
 * `__init__.py` imports from it, in its own `__all__`.
 */
export const reexport: EditSource = {
  name: 'export',
  propose: ({ history, index }) => {
    const proposals: Proposal[] = []
    for (const { path, before, edit } of history.slice(0, reach)) {
      const language = languages.find(({ ending }) => ending.test(path))
      if (!language) continue
      const text = index.text(path) ?? ''
      const known = new Set(language.declared(before).map(({ name }) => name))
      const fresh = language.declared(edit.insert).filter(({ name }) => !known.has(name))
      if (fresh.length === 0) continue
      for (const { file, list, types, quote } of language.lists(path, index)) {
        const target = index.text(file)!
        const items = itemsOf(target, list).map(({ item }) => item.replace(/^type /, '').replaceAll(/['"]/g, ''))
        const listed = new Set(items)
        const others = language.declared(text).filter(({ name }) => !fresh.some((each) => each.name === name))
        const passedOn = others.filter(({ name }) => listed.has(name)).length
        if (passedOn === 0) continue
        for (const { name, isType } of fresh) {
          if (listed.has(name) || (types === 'only' && !isType) || (types === 'none' && isType)) continue
          const item = types === 'marked' && isType ? `type ${name}` : `${quote}${name}${quote}`
          proposals.push({
            edit: { path: file, ...addToList(target, list, item) },
            source: 'export',
            probability: passedOn === others.length && passedOn >= severalNames ? asAll : asSome,
            reason: `${file} passes on the other names`,
            family: `export ${name}`,
          })
        }
      }
    }
    return proposals
  },
}

interface Declared {
  name: string
  isType: boolean
}

/** Where the names of a file are passed on. */
interface Listing {
  file: string
  list: NameList
  /** Whether types are marked in the list, have a list of their own, or are like all others. */
  types: 'marked' | 'only' | 'none' | 'alike'
  quote: string
}

interface Language {
  ending: RegExp
  /** What a text declares for others. */
  declared(text: string): Declared[]
  lists(path: string, index: TokenIndex): Listing[]
}

const typescript: Language = {
  ending: /\.[cm]?[jt]sx?$/,
  declared: (text) =>
    [
      ...text.matchAll(
        /^export (?:declare |abstract |async )*(function\*?|const|let|class|type|interface|enum)\s+([\w$]+)/gm,
      ),
    ].map(([, kind, name]) => ({ name: name!, isType: kind === 'type' || kind === 'interface' })),
  lists: (path, index) => {
    const listings: Listing[] = []
    for (const folder of new Set([folderOf(path), folderOf(folderOf(path).slice(0, -1))])) {
      for (const ending of ['ts', 'tsx', 'js', 'mts', 'mjs', 'jsx']) {
        const file = `${folder}index.${ending}`
        const text = index.text(file)
        if (text === undefined || file === path) continue
        const found = [...text.matchAll(/^export (type )?\{([^{}]*)\} from (['"])(\.[^'"\n]*)\3/gm)].filter(
          ([, , , , module]) => isModule(path, folder + module!),
        )
        const hasTypes = found.some(([, type]) => type)
        for (const [whole, type, inside] of found) {
          const start = text.indexOf(whole) + whole.indexOf('{') + 1
          const types = type
            ? 'only'
            : hasTypes
              ? 'none'
              : /\btype /.test(inside!) || !isPlain(file)
                ? 'marked'
                : 'alike'
          listings.push({ file, list: { start, end: start + inside!.length }, types, quote: '' })
        }
      }
    }
    return listings
  },
}

const python: Language = {
  ending: /\.py$/,
  declared: (text) =>
    [...text.matchAll(/^(?:(?:async )?def|class) ([A-Za-z]\w*)/gm)].map(([, name]) => ({ name: name!, isType: false })),
  lists: (path, index) => {
    const listings: Listing[] = []
    const add = (file: string, pattern: RegExp) => {
      const text = index.text(file)
      for (const match of text?.matchAll(pattern) ?? []) {
        const inside = match[1]!
        const start = match.index + match[0].indexOf(inside, match[0].length - inside.length - 1)
        listings.push({
          file,
          list: { start, end: start + inside.length },
          types: 'alike',
          quote: /['"]/.exec(inside)?.[0] ?? '',
        })
      }
    }
    add(path, /^__all__(?:: [^=\n]*)? = [[(]([^\])]+)[\])]/gm)
    const stem = path.slice(folderOf(path).length).replace(/\.py$/, '')
    const file = `${folderOf(path)}__init__.py`
    if (stem !== '__init__') {
      add(file, new RegExp(`^from \\.${stem} import \\(([^()]+)\\)`, 'gm'))
      add(file, new RegExp(`^from \\.${stem} import ([\\w, ]+)$`, 'gm'))
    }
    return listings
  },
}

const languages = [typescript, python]

/** Whether a module, as a path, means a file. */
function isModule(path: string, module: string): boolean {
  const parts: string[] = []
  for (const part of module.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  const bare = (name: string) => name.replace(/\.[cm]?[jt]sx?$/, '')
  return bare(path) === bare(parts.join('/'))
}

const isPlain = (path: string) => /\.[cm]?jsx?$/.test(path)
