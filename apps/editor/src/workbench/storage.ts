import { VSBuffer } from '@codingame/monaco-vscode-api/vscode/vs/base/common/buffer'
import { Event } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event'
import type { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import { joinPath } from '@codingame/monaco-vscode-api/vscode/vs/base/common/resources'
import type {
  IStorageDatabase,
  IUpdateRequest,
} from '@codingame/monaco-vscode-api/vscode/vs/base/parts/storage/common/storage'
import { IFileService } from '@codingame/monaco-vscode-api/vscode/vs/platform/files/common/files.service'
import type { ServicesAccessor } from '@codingame/monaco-vscode-api/vscode/vs/editor/browser/editorExtensions'
import { type DatabaseFactories, StorageScope } from '@codingame/monaco-vscode-storage-service-override'
import { userDataHome } from '../files/register.ts'

const stateHome = joinPath(userDataHome, 'state')

/** Keeps the workbench's own state (open editors, layout, histories) with the user's data, so that it follows the user. */
export const stateDatabases: DatabaseFactories = {
  [StorageScope.APPLICATION]: (accessor) => database(accessor, 'application'),
  [StorageScope.PROFILE]: (accessor, profile) => database(accessor, `profile-${profile.id}`),
  [StorageScope.WORKSPACE]: (accessor, workspace) => database(accessor, `workspace-${workspace.id}`),
}

const database = (accessor: ServicesAccessor, name: string) =>
  new StateFile(joinPath(stateHome, `${name}.json`), accessor.get(IFileService))

/** Each update is made on what the file says by then: another page may have written it in the meantime. */
class StateFile implements IStorageDatabase {
  readonly onDidChangeItemsExternal = Event.None
  #written: Promise<void> = Promise.resolve()

  constructor(
    private readonly file: URI,
    private readonly files: IFileService,
  ) {}

  async getItems(): Promise<Map<string, string>> {
    try {
      const { value } = await this.files.readFile(this.file)
      return new Map(Object.entries(JSON.parse(value.toString()) as Record<string, string>))
    } catch {
      // Missing, or damaged by hand: state is a convenience, and starts afresh.
      return new Map()
    }
  }

  updateItems({ insert, delete: removed }: IUpdateRequest): Promise<void> {
    this.#written = this.#written
      .catch(() => {})
      .then(async () => {
        const items = await this.getItems()
        for (const [key, value] of insert ?? []) items.set(key, value)
        for (const key of removed ?? []) items.delete(key)
        await this.files.writeFile(this.file, VSBuffer.fromString(JSON.stringify(Object.fromEntries(items))))
      })
    return this.#written
  }

  async optimize(): Promise<void> {}

  close(): Promise<void> {
    return this.#written
  }
}
