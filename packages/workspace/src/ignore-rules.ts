import ignore, { type Ignore } from 'ignore'
import { isGitInternal, joinPath, parentOf } from './paths.ts'

/** The files that say what to leave out, besides git's own settings. */
export const caretIgnoreFile = '.caretignore'
export const gitIgnoreFile = '.gitignore'

/** Whether rules leave out a path; a folder's name ends with a slash. */
export type Ignores = (path: string) => boolean

/**
 * Reads ignore files as git does: each counts for its folder and below, a deeper one overrules, and what is in a folder that
 * is left out cannot be taken back. Where there are several `names`, each is its own set of rules, and one that leaves a path
 * out suffices. The answers of a folder are kept: make a new one after ignore files changed.
 * @param read the text of a file, by its path; undefined where there is none.
 */
export function ignoreRules(read: (path: string) => string | undefined, names: string[]): Ignores {
  const sets = names.map((name) => ruleSet(read, name))
  return (path) => isGitInternal(path) || sets.some((ignores) => ignores(path))
}

function ruleSet(read: (path: string) => string | undefined, name: string): Ignores {
  const folders = new Map<string, { ignored: boolean; rules: Ignore | undefined }>()

  const folderOf = (path: string): { ignored: boolean; rules: Ignore | undefined } => {
    const known = folders.get(path)
    if (known) return known
    const above = path === '' ? undefined : folderOf(parentOf(path))
    const ignored = above ? above.ignored || (above.rules?.ignores(`${path}/`) ?? false) : false
    const text = ignored ? undefined : read(joinPath(path, name))
    const folder = { ignored, rules: text === undefined ? above?.rules : extend(above?.rules, text, path) }
    folders.set(path, folder)
    return folder
  }

  return (path) => {
    const bare = path.endsWith('/') ? path.slice(0, -1) : path
    if (bare === '') return false
    const folder = folderOf(parentOf(bare))
    return folder.ignored || (folder.rules?.ignores(path) ?? false)
  }
}

function extend(above: Ignore | undefined, text: string, folder: string): Ignore {
  const rules = ignore({ ignorecase: false })
  if (above) rules.add(above)
  return rules.add(text.split(/\r?\n/).flatMap((line) => rebase(line, folder)))
}

/** A rule of `folder` as the root's ignore file would say it, so that one set of rules decides who overrules whom. */
export function rebase(line: string, folder: string): string[] {
  if (line === '' || line.startsWith('#')) return []
  if (folder === '') return [line]
  const negated = line.startsWith('!')
  const pattern = negated ? line.slice(1) : line
  const anchored = pattern.trimEnd().replace(/\/$/, '').includes('/')
  const prefix = `/${folder.replace(/[\\*?[\]!#]/g, '\\$&')}/`
  return [
    `${negated ? '!' : ''}${prefix}${anchored ? pattern.replace(/^\//, '') : `**/${pattern.replace(/^\\([#!])/, '$1')}`}`,
  ]
}
