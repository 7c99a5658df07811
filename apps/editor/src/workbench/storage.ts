import { type Client, stateService, workspaceState } from '@caret/protocol'
import { Event } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event'
import type {
  IStorageDatabase,
  IUpdateRequest,
} from '@codingame/monaco-vscode-api/vscode/vs/base/parts/storage/common/storage'
import { type DatabaseFactories, StorageScope } from '@codingame/monaco-vscode-storage-service-override'
import type { Engine } from '../engine.ts'

/** What the workbench does not find remembered. There is no account to sign in to, and a browser's guess of the keys is no news. */
const firstMemories = {
  'workbench.activity.showAccounts': 'false',
  'workbench.statusbar.hidden': '["status.workbench.keyboardLayout"]',
}

/** Keeps the workbench's own memory (open editors, layout, histories) in the engine, so that it follows the user. */
export function stateDatabases(engine: Engine): DatabaseFactories {
  const state = engine.use(stateService)
  return {
    [StorageScope.APPLICATION]: () => new StateDatabase(state, stateName(StorageScope.APPLICATION)),
    [StorageScope.PROFILE]: (_accessor, { id }) => new StateDatabase(state, stateName(StorageScope.PROFILE, id)),
    [StorageScope.WORKSPACE]: () => new StateDatabase(state, stateName(StorageScope.WORKSPACE)),
  }
}

/** What the engine calls the memory of a scope. */
export function stateName(scope: StorageScope, profile = ''): string {
  if (scope === StorageScope.WORKSPACE) return workspaceState
  return scope === StorageScope.PROFILE ? `profile-${profile}` : 'application'
}

class StateDatabase implements IStorageDatabase {
  readonly onDidChangeItemsExternal = Event.None

  constructor(
    private readonly state: Client<(typeof stateService)['methods']>,
    private readonly name: string,
  ) {}

  async getItems(): Promise<Map<string, string>> {
    return new Map(Object.entries({ ...firstMemories, ...(await this.state.read({ name: this.name })) }))
  }

  async updateItems({ insert, delete: removed }: IUpdateRequest): Promise<void> {
    this.state.update({ name: this.name, insert: Object.fromEntries(insert ?? []), delete: [...(removed ?? [])] })
  }

  async optimize(): Promise<void> {}

  async close(): Promise<void> {}
}
