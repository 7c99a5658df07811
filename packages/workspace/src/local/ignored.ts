import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runGit } from '../git/run.ts'
import { caretIgnoreFile, gitIgnoreFile, type Ignores, ignoreRules } from '../ignore-rules.ts'
import { isGitInternal, joinPath, normalizePath, parentOf } from '../paths.ts'
import type { Root } from './confine.ts'

/** Answers which of `paths` git or `.caretignore` leaves out. What lies behind a link counts as left out: `files` skips it. */
export async function ignoredPaths(root: Root, paths: string[]): Promise<Set<string>> {
  const caretIgnores = caretIgnoreRules(root)
  const ignored = new Set<string>()
  const places = new Places(root)
  /** Paths by the repository that holds them; those that none holds under `''`. */
  const groups = new Map<string, string[]>()
  for (const path of paths) {
    const normal = normalizePath(path)
    if (normal === '') continue
    if (isGitInternal(normal) || places.behindLink(normal) || caretIgnores(places.marked(normal))) ignored.add(path)
    else {
      const repository = places.repositoryOf(normal) ?? ''
      const members = groups.get(repository)
      if (members) members.push(path)
      else groups.set(repository, [path])
    }
  }
  for (const [repository, members] of groups) {
    const found = repository === '' ? undefined : await askGit(root, repository, members)
    if (found) for (const path of found) ignored.add(path)
    else {
      const ignores = ignoreRules((path) => readIfThere(root, path), [gitIgnoreFile])
      for (const path of members) if (ignores(places.marked(normalizePath(path)))) ignored.add(path)
    }
  }
  return ignored
}

export const caretIgnoreRules = (root: Root): Ignores =>
  ignoreRules((path) => readIfThere(root, path), [caretIgnoreFile])

/** Whether the folder or one above it is a repository. */
export function inRepository(root: Root): boolean {
  for (let folder = root.real; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return true
    if (dirname(folder) === folder) return false
  }
}

/** Undefined when git cannot tell: it is not installed, or does not trust the repository. */
async function askGit(root: Root, repository: string, paths: string[]) {
  // Git names what it was asked about, so each path goes in as it is seen from the repository.
  const prefix = repository === root.real ? '' : `${repository.slice(root.real.length + 1)}/`
  const within = new Map(paths.map((path) => [normalizePath(path).slice(prefix.length), path]))
  try {
    const input = [...within.keys()].map((path) => `${path}\0`).join('')
    const args = ['check-ignore', '-z', '--stdin']
    const { stdout } = await runGit(args, { cwd: repository, input, accept: [0, 1] })
    return stdout
      .toString('utf8')
      .split('\0')
      .flatMap((path) => within.get(path) ?? [])
  } catch {
    return undefined
  }
}

/** What the disk says about folders, each asked once. */
class Places {
  #links = new Map<string, boolean>()
  #repositories = new Map<string, string | undefined>()

  constructor(private readonly root: Root) {}

  behindLink(path: string): boolean {
    const folder = parentOf(path)
    if (folder === '') return false
    let known = this.#links.get(folder)
    if (known === undefined) {
      known = this.behindLink(folder) || (this.#look(folder)?.isSymbolicLink() ?? false)
      this.#links.set(folder, known)
    }
    return known
  }

  /** Absolute path of the repository that a path belongs to, as far as it lies in the opened folder; else the folder. */
  repositoryOf(path: string): string | undefined {
    const folder = parentOf(path)
    if (!this.#repositories.has(folder)) {
      const absolute = join(this.root.real, folder)
      const outer = () => (folder === '' ? (inRepository(this.root) ? absolute : undefined) : this.repositoryOf(folder))
      this.#repositories.set(folder, existsSync(join(absolute, '.git')) ? absolute : outer())
    }
    return this.#repositories.get(folder)
  }

  /** With a slash after a folder, as ignore rules want it. */
  marked(path: string): string {
    return this.#look(path)?.isDirectory() ? `${path}/` : path
  }

  #look(path: string) {
    try {
      return lstatSync(join(this.root.real, path), { throwIfNoEntry: false })
    } catch {
      return undefined
    }
  }
}

function readIfThere(root: Root, path: string): string | undefined {
  const place = joinPath(root.real, path)
  // Most folders have none, and asking is cheaper than failing to read.
  if (!existsSync(place)) return undefined
  try {
    return readFileSync(place, 'utf8')
  } catch {
    return undefined
  }
}
