import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type MessageConnection, serve, type StateUpdate, stateService, workspaceState } from '@caret/protocol'
import type { DataFolder } from './data-folder.ts'

type Items = Record<string, string>

/**
 * The workbench's own memory, in one JSON file for each name. Each update is made on what the file says by then: another
 * page, or the engine of another folder, may have written it in the meantime.
 */
export class State implements AsyncDisposable {
  #written: Promise<void> = Promise.resolve()

  constructor(private readonly data: DataFolder) {}

  async read(name: string): Promise<Items> {
    await this.#written
    return this.#load(name)
  }

  update({ name, insert, delete: removed }: StateUpdate): void {
    this.#written = this.#written.then(async () => {
      const items = { ...(await this.#load(name)), ...insert }
      for (const key of removed) delete items[key]
      const file = this.#file(name)
      await mkdir(join(file, '..'), { recursive: true })
      await writeFile(`${file}.${process.pid}`, JSON.stringify(items), { mode: 0o600 })
      await rename(`${file}.${process.pid}`, file)
    })
    // A full disk must not end the engine, and what is lost is a convenience; the next update tries again.
    this.#written = this.#written.catch(() => {})
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#written
  }

  async #load(name: string): Promise<Items> {
    try {
      const items: unknown = JSON.parse(await readFile(this.#file(name), 'utf8'))
      return typeof items === 'object' && items !== null ? (items as Items) : {}
    } catch {
      return {}
    }
  }

  #file(name: string): string {
    return name === workspaceState
      ? join(this.data.workspace, 'state.json')
      : join(this.data.user, 'state', `${name}.json`)
  }
}

export function serveState(connection: MessageConnection, state: State): Disposable {
  return serve(connection, stateService, {
    read: ({ name }) => state.read(name),
    update: (update) => state.update(update),
  })
}
