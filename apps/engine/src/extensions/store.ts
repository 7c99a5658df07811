import { randomUUID } from 'node:crypto'
import { type FSWatcher, watch } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { InstalledExtension } from '@caret/protocol'
import { readArchive } from './archive.ts'
import { ExtensionError } from './extension-error.ts'
import { extensionId, parseManifest, readManifest } from './manifest.ts'

/** The web extensions of a data folder: what is unpacked there is what is installed. Several processes may use it. */
export interface Extensions extends Disposable {
  list(): Promise<InstalledExtension[]>
  /** Throws `ExtensionError` for what is no web extension. Another version of the same one makes way. */
  install(vsix: Uint8Array): Promise<InstalledExtension>
  /** Gives false where it was not installed. */
  uninstall(id: string): Promise<boolean>
  /** Tells what is installed after it changed, whichever process changed it. */
  onChange(listener: (extensions: InstalledExtension[]) => void): Disposable
}

const settleMs = 100
const abandonedMs = 60 * 60 * 1000

/** @param folder holds one folder for each extension, `<publisher>.<name>-<version>`; hidden ones are not finished. */
export function openExtensions(folder: string): Extensions {
  const listeners = new Set<(extensions: InstalledExtension[]) => void>()
  const known = new Map<string, InstalledExtension>()
  let watcher: FSWatcher | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  async function list(): Promise<InstalledExtension[]> {
    const names = (await readdir(folder)).filter((name) => !name.startsWith('.'))
    const found = await Promise.all(names.map((name) => read(name)))
    return found.filter((extension) => extension !== undefined).sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  async function read(name: string): Promise<InstalledExtension | undefined> {
    const path = join(folder, name)
    try {
      const { mtimeMs } = await stat(path)
      const before = known.get(name)
      if (before?.installed === mtimeMs) return before
      const extension = await readInstalled(path, name, mtimeMs)
      known.set(name, extension)
      return extension
    } catch {
      // Not an extension, or on its way out: the others still count.
      return undefined
    }
  }

  function startWatching(): void {
    watcher ??= watch(folder, { persistent: false }, () => {
      clearTimeout(timer)
      timer = setTimeout(() => void tell(), settleMs)
    }).on('error', () => {})
  }

  async function tell(): Promise<void> {
    const extensions = await list().catch(() => undefined)
    if (extensions) for (const listener of listeners) listener(extensions)
  }

  async function hide(name: string): Promise<string> {
    const hidden = join(folder, `.removed-${randomUUID()}`)
    await rename(join(folder, name), hidden)
    return hidden
  }

  return {
    list,
    async install(vsix) {
      const files = await readArchive(vsix)
      const manifest = readManifest(files)
      const name = `${extensionId(manifest)}-${manifest.version}`.toLowerCase()
      await removeAbandoned(folder)

      const unpacked = join(folder, `.unpacking-${randomUUID()}`)
      try {
        await writeAll(unpacked, files)
        const others = (await list()).filter(({ id }) => id === extensionId(manifest))
        const hidden = await Promise.all(others.map((other) => hide(other.folder)))
        await rename(unpacked, join(folder, name))
        for (const old of hidden) await rm(old, { recursive: true, force: true })
      } finally {
        await rm(unpacked, { recursive: true, force: true })
      }
      const installed = await read(name)
      if (!installed)
        throw new ExtensionError(`${name} was changed by somebody else while it was installed. Try again.`)
      return installed
    },
    async uninstall(id) {
      const found = (await list()).filter((extension) => extension.id === id.toLowerCase())
      for (const extension of found) await rm(await hide(extension.folder), { recursive: true, force: true })
      return found.length > 0
    },
    onChange(listener) {
      startWatching()
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
    [Symbol.dispose]() {
      clearTimeout(timer)
      watcher?.close()
      listeners.clear()
    },
  }
}

async function readInstalled(path: string, folder: string, installed: number): Promise<InstalledExtension> {
  const manifest = parseManifest(await readFile(join(path, 'package.json')))
  const names = await readdir(path)
  const texts = names.includes('package.nls.json')
    ? (JSON.parse(await readFile(join(path, 'package.nls.json'), 'utf8')) as Record<string, unknown>)
    : undefined
  return {
    id: extensionId(manifest),
    version: manifest.version,
    folder,
    installed,
    manifest,
    texts,
    readme: names.find((name) => /^readme(\.md|\.txt)?$/i.test(name)),
    changelog: names.find((name) => /^changelog(\.md|\.txt)?$/i.test(name)),
  }
}

async function writeAll(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const folders = new Set([...files.keys()].map((path) => dirname(join(folder, path))))
  for (const path of folders) await mkdir(path, { recursive: true, mode: 0o700 })
  for (const [path, contents] of files) await writeFile(join(folder, path), contents, { mode: 0o600, flag: 'wx' })
}

/** What a process that was killed left half done. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^\.(unpacking|removed)-/.test(name)) continue
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > abandonedMs) await rm(path, { recursive: true, force: true })
  }
}
