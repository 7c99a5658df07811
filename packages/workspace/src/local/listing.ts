import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { runGit } from '../git/run.ts'
import { globMatcher } from '../globs.ts'
import { nameOf } from '../paths.ts'
import type { FilesOptions } from '../workspace.ts'
import type { Root } from './confine.ts'
import { caretIgnoreRules, inRepository } from './ignored.ts'
import { filesArguments, plainPath, ripgrep } from './ripgrep.ts'
import { isTemporary } from './write.ts'

/**
 * Lists by ripgrep, which walks on all cores, goes into submodules and nested repositories, and does not list what is deleted
 * or a link; then the files that git tracks though a rule of `.gitignore` names them.
 */
export async function* listFiles(root: Root, options: FilesOptions, signal?: AbortSignal): AsyncGenerator<string[]> {
  const tracked = trackedThoughIgnored(root, options, signal)
  const admit = admission(root, options, tracked)
  await using files = await filesArguments(root, options)
  for await (const paths of ripgrep(root, [...files.args, '--files', '--null', './'], '\0', signal)) {
    const batch = await admit(paths.map(plainPath))
    if (batch.length > 0) yield batch
  }
  const extra = await tracked
  if (extra.length > 0) yield extra
}

/** Takes out of ripgrep's answers what it cannot know of, and what comes `later`. */
export function admission(root: Root, { includes, useIgnoreFiles = true }: FilesOptions, later: Promise<string[]>) {
  const included = globMatcher(includes)
  const caretIgnores = useIgnoreFiles ? caretIgnoreRules(root) : undefined
  return async (paths: string[]): Promise<string[]> => {
    const others = new Set(await later)
    return paths.filter(
      (path) => (included?.(path) ?? true) && !caretIgnores?.(path) && !isTemporary(nameOf(path)) && !others.has(path),
    )
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
