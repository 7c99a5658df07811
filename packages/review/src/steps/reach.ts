import type { FileView } from '../read/file-view.ts'
import type { Brought, TextView, Use } from '../read/text-view.ts'
import type { Subject } from './subjects.ts'

/** Whether a use of a name can mean a declaration of that name, or one that came or went with a declaration of another name. */
export function canMean({ name, member }: Use, view: TextView, file: FileView, subject: Subject): boolean {
  const { kind, depth } = (subject.after ?? subject.before)!
  const isInner = subject.name !== name
  const isMember = depth > 0 || isInner
  // Selectors are words of every language.
  if (isStyle(subject.file) && !isStyle(file) && !/\.(html?|vue|svelte|astro)$/.test(file.path)) return false
  if (!file.traits.imports) {
    // Names reach far here, and short ones are everywhere.
    const isField = kind === 'property' || kind === 'member'
    return subject.file === file || name.length >= (isField || isInner ? 6 : 3)
  }
  if (subject.file === file) return member === isMember
  if (member && !isMember) return view.brought.some((each) => each.name === '*' && isFrom(each, file, subject))
  if (!member && isMember) return false
  // A member is reached by whoever knows what it is a member of, or something else of its file.
  const [top] = subject.qualified.split('.')
  return view.brought.some((each) => {
    const isNamed = each.local === (member ? top : name) || each.local === '*'
    return (isNamed || (member && isPath(each.source))) && isFrom(each, file, subject)
  })
}

const isStyle = ({ path }: FileView) => /\.(css|scss|sass|less|styl)$/.test(path)
const isPath = (source: string) => source.startsWith('.')

/** Whether an import can be one of the subject's file: by its path, by a file that exports it again, or by a package's name. */
function isFrom({ source }: Brought, { path }: FileView, subject: Subject): boolean {
  const target = bare(subject.file.path)
  if (/\.pyi?$/.test(path)) {
    const last = source.split('.').findLast((part) => part !== '')
    return last === undefined || target.split('/').includes(last)
  }
  if (!isPath(source)) return (subject.after ?? subject.before)!.exported
  const found = bare(join(path, source))
  return target === found || target === `${found}/index` || /(^|\/)index$/.test(found) || target.startsWith(`${found}/`)
}

/** A path without its extension. */
const bare = (path: string) => path.replace(/\.(d\.)?\w+$/, '')

/** A path as it is written in a file, from the top. */
function join(path: string, source: string): string {
  const parts = path.split('/').slice(0, -1)
  for (const part of source.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
