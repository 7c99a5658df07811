import { isAbsolute, join } from 'node:path'
import type { Change } from '@caret/workspace'
import type { DidChangeWatchedFilesRegistrationOptions, FileEvent, Registration } from 'vscode-languageserver-protocol'
import { URI } from 'vscode-uri'
import { uriOf } from './uris.ts'

const kinds = { created: { type: 1, bit: 1 }, changed: { type: 2, bit: 2 }, deleted: { type: 3, bit: 4 } } as const
const everyKind = 7

/** The changes that a server's `workspace/didChangeWatchedFiles` registrations ask for, as it wants to be told. */
export function watchedChanges(root: string, registrations: Registration[], changes: Change[]): FileEvent[] {
  const wants = registrations
    .flatMap(({ registerOptions }) => (registerOptions as DidChangeWatchedFilesRegistrationOptions).watchers)
    .map(({ globPattern, kind = everyKind }) => ({ kind, matches: matcher(root, globPattern) }))
  return changes
    .filter(({ path, kind }) => wants.some((want) => want.kind & kinds[kind].bit && want.matches(path)))
    .map(({ path, kind }) => ({ uri: uriOf(root, path), type: kinds[kind].type }))
}

type GlobPattern = DidChangeWatchedFilesRegistrationOptions['watchers'][number]['globPattern']

/** Tests paths relative to `root`. */
function matcher(root: string, pattern: GlobPattern): (path: string) => boolean {
  if (typeof pattern === 'string') {
    const glob = globToRegExp(pattern)
    return isAbsolute(pattern) ? (path) => glob.test(slashed(join(root, path))) : (path) => glob.test(path)
  }
  const base = typeof pattern.baseUri === 'string' ? pattern.baseUri : pattern.baseUri.uri
  const folder = `${slashed(URI.parse(base).fsPath).replace(/\/$/, '')}/`
  const glob = globToRegExp(pattern.pattern)
  return (path) => {
    const absolute = slashed(join(root, path))
    return absolute.startsWith(folder) && glob.test(absolute.slice(folder.length))
  }
}

const slashed = (path: string) => path.replaceAll('\\', '/')

/** A glob of the Language Server Protocol (3.17, "Pattern"): `*`, `?`, `**`, `{a,b}`, `[a-z]`, `[!a-z]`. */
export function globToRegExp(glob: string): RegExp {
  let depth = 0
  const source = glob.replace(/\*\*\/|\*\*|\*|\?|\{|\}|,|\[!?[^\]]*\]|[^]/g, (token) => {
    if (token === '**/') return '(?:.*/)?'
    if (token === '**') return '.*'
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    if (token === '{') return (depth++, '(?:')
    if (token === '}' && depth > 0) return (depth--, ')')
    if (token === ',' && depth > 0) return '|'
    if (token.length > 2) return token.replace('[!', '[^').replaceAll('\\', '\\\\')
    return token.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
  })
  return new RegExp(`^${source}${')'.repeat(depth)}$`)
}
