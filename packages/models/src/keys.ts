import { randomUUID } from 'node:crypto'
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ModelError } from './errors.ts'

/** The keys that the user entered, by provider, in a file that only the user can read. Several engines may share it. */
export interface KeyStore {
  read(): Promise<Record<string, string>>
  set(provider: string, key: string): Promise<void>
  remove(provider: string): Promise<void>
}

export function openKeys(file: string): KeyStore {
  let written: Promise<void> = Promise.resolve()
  const change = (edit: (keys: Record<string, string>) => void) => {
    const next = written.then(async () => {
      const keys = await readKeys(file)
      edit(keys)
      await writeKeys(file, keys)
    })
    written = next.catch(() => {})
    return next
  }
  return {
    async read() {
      await written
      return readKeys(file)
    },
    set: (provider, key) => change((keys) => void (keys[provider] = key)),
    remove: (provider) => change((keys) => void delete keys[provider]),
  }
}

async function readKeys(file: string): Promise<Record<string, string>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new ModelError('BadSettings', `The keys in ${file} cannot be read. Check the owner and mode of the file.`)
  }
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return Object.fromEntries(Object.entries(parsed).filter(([, key]) => typeof key === 'string')) as never
    }
  } catch {
    // Told below: the parser's own message would quote the file.
  }
  throw new ModelError('BadSettings', `The keys in ${file} are damaged. Delete the file and enter them again.`)
}

async function writeKeys(file: string, keys: Record<string, string>): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const temporary = `${file}.${randomUUID()}`
  try {
    await writeFile(temporary, JSON.stringify(keys, undefined, 2), { mode: 0o600, flush: true })
    await chmod(temporary, 0o600)
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
