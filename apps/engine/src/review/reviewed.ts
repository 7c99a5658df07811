import { readFile, rename, writeFile } from 'node:fs/promises'

/** Which hunks the user has reviewed, in one file of the workspace's data. */
export interface Reviewed extends AsyncDisposable {
  /** Those of the ids that are. */
  among(ids: readonly string[]): Promise<string[]>
  set(ids: readonly string[], reviewed: boolean): void
}

/** Hunks of commits long past make room. */
const most = 50_000

export function openReviewed(file: string): Reviewed {
  const ids = read(file)
  let written: Promise<void> = Promise.resolve()
  let waits = false
  const write = () => {
    if (waits) return
    waits = true
    written = written.then(async () => {
      const all = await ids
      waits = false
      await writeFile(`${file}.new`, JSON.stringify([...all]), { mode: 0o600 })
      await rename(`${file}.new`, file)
    })
    // A full disk must not end the engine; the next mark tries again.
    written = written.catch(() => {})
  }
  return {
    among: async (asked) => {
      const all = await ids
      return asked.filter((id) => all.has(id))
    },
    set: (given, reviewed) => {
      // What waits for the file is in order.
      void ids.then((all) => {
        for (const id of given) {
          all.delete(id)
          if (reviewed) all.add(id)
        }
        for (const id of all) {
          if (all.size <= most) break
          all.delete(id)
        }
        write()
      })
    },
    [Symbol.asyncDispose]: async () => {
      await ids
      await written
    },
  }
}

async function read(file: string): Promise<Set<string>> {
  try {
    const ids: unknown = JSON.parse(await readFile(file, 'utf8'))
    return new Set(Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [])
  } catch {
    // None yet, or damaged: then all is to be reviewed again.
    return new Set()
  }
}
