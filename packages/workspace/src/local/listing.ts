import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { runGit } from '../git/run.ts'
import { globMatcher } from '../globs.ts'
import { nameOf } from '../paths.ts'
import type { FilesOptions } from '../workspace.ts'
import type { Root } from './confine.ts'
import { caretIgnoreRules, ignoredPaths, inRepository } from './ignored.ts'
import { filesArguments, plainPath, ripgrep } from './ripgrep.ts'
import { isTemporary } from './write.ts'

/**
 * Lists by ripgrep, which walks on all cores, goes into submodules and nested repositories, and does not list what is deleted
 * or a link; then the files that git tracks though a rule of `.gitignore` names them.
 */
export async function* listFiles(root: Root, options: FilesOptions, signal?: AbortSignal): AsyncGenerator<string[]> {
  const tracked = trackedThoughIgnored(root, options, signal)
  const admit = admission(root, options, tracked)
  const args = [...filesArguments(root, options), '--files', '--null', './']
  for await (const paths of ripgrep(root, args, '\0', signal)) {
    const batch = await admit(paths.map(plainPath), signal)
    if (batch.length > 0) yield batch
  }
  const extra = await tracked
  if (extra.length > 0) yield extra
}

interface AdmissionOptions extends FilesOptions {
  followLinks?: boolean
}

/** Takes out of ripgrep's answers what it cannot know of, and what comes `later`. */
export function admission(
  root: Root,
  { includes, useIgnoreFiles = true, followLinks = false }: AdmissionOptions,
  later: Promise<string[]>,
) {
  const caretIgnores = useIgnoreFiles ? caretIgnoreRules(root) : undefined
  return async (paths: string[], signal?: AbortSignal): Promise<string[]> => {
    const others = new Set(await later)
    const candidates = paths.filter((path) => !caretIgnores?.(path) && !isTemporary(nameOf(path)) && !others.has(path))
    // To ripgrep a glob that asks for a file overrules the ignore files.
    if (!useIgnoreFiles || !includes?.length || candidates.length === 0) return candidates
    const ignored = await ignoredPaths(root, candidates, { followLinks }, signal)
    return candidates.filter((path) => !ignored.has(path))
  }
}

/** Files that were added to git in spite of its ignore rules: git does not ignore those. Only what `options` ask for. */
export function trackedThoughIgnored(root: Root, options: FilesOptions, signal?: AbortSignal): Promise<string[]> {
  const found = options.useIgnoreFiles === false ? Promise.resolve([]) : findTracked(root, options, signal)
  // It is awaited after the first answers of ripgrep; until then a failure is nobody's.
  found.catch(() => {})
  return found
}

async function findTracked(root: Root, { includes, excludes }: FilesOptions, signal?: AbortSignal): Promise<string[]> {
  if (!inRepository(root)) return []
  const args = ['ls-files', '--cached', '--ignored', '--exclude-standard', '-z']
  const output = await runGit(args, { cwd: root.real }, signal).catch(() => undefined)
  signal?.throwIfAborted()
  const names = new Set(output?.stdout.toString('utf8').split('\0'))
  names.delete('')
  const [included, excluded, caretIgnores] = [globMatcher(includes), globMatcher(excludes), caretIgnoreRules(root)]
  const paths = [...names].filter((path) => !caretIgnores(path) && (included?.(path) ?? true) && !excluded?.(path))
  const present = await Promise.all(paths.map((path) => isFile(join(root.real, path))))
  return paths.filter((_, index) => present[index])
}

const isFile = (path: string) =>
  lstat(path).then(
    (found) => found.isFile(),
    () => false,
  )
