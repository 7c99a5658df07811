import { isSourcePath, isSourceText, maxSourceSize } from '@caret/syntax'
import { buildCorpus, SuffixModel } from '@caret/suffix'
import { openCommits, openDeltas } from '@caret/workspace'
import type { SurpriseOf } from '../importance.ts'

export interface CodebaseOptions {
  /** A folder in the repository, or a bare one. */
  folder: string
  /** The commit to learn from; what is reviewed must not be in it. */
  commit: string
  /** Paths of what changed: files near to them are read first. */
  near: readonly string[]
  /** UTF-16 units of text at most; by default half a million, which takes a few hundred milliseconds. */
  most?: number
}

/** How surprising text is to one who knows the code of a commit, or as much of it as there is time for. */
export async function surpriseIn(options: CodebaseOptions, signal?: AbortSignal): Promise<SurpriseOf> {
  const { folder, commit, near, most = 500_000 } = options
  await using commits = await openCommits(folder, signal)
  const tree = await commits.tree((await (await openDeltas(folder, signal)).commit(commit, signal)).id, signal)
  const distance = distanceTo(near)
  const paths = [...tree.keys()].filter(isSourcePath).map((path) => ({ path, far: distance(path) }))
  paths.sort((a, b) => a.far - b.far || (a.path < b.path ? -1 : 1))
  const texts: [string, string][] = []
  let left = most
  for (const { path } of paths) {
    signal?.throwIfAborted()
    const { id, size } = tree.get(path)!
    if (size > maxSourceSize || size > left) continue
    const text = (await commits.blob(id))?.toString('utf8')
    if (text === undefined || !isSourceText(text)) continue
    texts.push([path, text])
    left -= text.length
    if (left < least) break
  }
  const model = new SuffixModel(buildCorpus(texts))
  return (text, path) => model.surprise(text, path)
}

/** `surpriseIn` that remembers the last codebase: the same commit is read again only for changes in other folders. */
export function keepSurprise(): typeof surpriseIn {
  let known: { folder: string; commit: string; folders: ReadonlySet<string>; surprise: SurpriseOf } | undefined
  return async (options, signal) => {
    const { folder, commit } = options
    const folders = new Set(options.near.map(folderOf))
    const isKnown =
      known?.folder === folder && known.commit === commit && [...folders].every((each) => known!.folders.has(each))
    if (!isKnown) known = { folder, commit, folders, surprise: await surpriseIn(options, signal) }
    return known!.surprise
  }
}

const folderOf = (path: string) => path.split('/').slice(0, -1).join('/')

/** Where no file is likely to fit any more. */
const least = 1000

/** In folders up and down to the nearest of the paths. */
function distanceTo(near: readonly string[]): (path: string) => number {
  const folders = [...new Set(near.map(folderOf))].map((path) => path.split('/'))
  const known = new Map<string, number>()
  return (path) => {
    const own = path.split('/').slice(0, -1)
    const key = own.join('/')
    let least = known.get(key)
    if (least === undefined) {
      least = Infinity
      for (const folder of folders) {
        let common = 0
        while (common < own.length && own[common] === folder[common]) common++
        least = Math.min(least, own.length + folder.length - 2 * common)
      }
      known.set(key, least)
    }
    return least
  }
}
