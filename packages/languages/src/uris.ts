import { isAbsolute, join, relative, sep } from 'node:path'
import { URI } from 'vscode-uri'

/** One spelling for each URI: servers and editors escape differently. */
export const normalize = (uri: string): string => URI.parse(uri).toString()

export const uriOf = (root: string, path: string): string => URI.file(join(root, path)).toString()

/**
 * A file's path relative to `root`, with forward slashes; an absolute one where it lies outside; the URI itself where it
 * names no file.
 */
export function pathOf(root: string, uri: string): string {
  const parsed = URI.parse(uri)
  if (parsed.scheme !== 'file') return uri
  const inside = relative(root, parsed.fsPath)
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return parsed.fsPath
  return inside.split(sep).join('/')
}
