import type { Registration, ServerCapabilities } from 'vscode-languageserver-protocol'

/** What the broker does for all its clients: they need not hear of it. */
const ownMethods = new Set([
  'workspace/didChangeWatchedFiles',
  'workspace/didChangeConfiguration',
  'workspace/didChangeWorkspaceFolders',
])

/** What a server has registered since it started, to be told to clients that join later. */
export class Registrations {
  #all = new Map<string, Registration>()

  /** Remembers; returns those that clients must hear of. */
  add(registrations: Registration[]): Registration[] {
    for (const registration of registrations) this.#all.set(registration.id, registration)
    return registrations.filter(({ method }) => !ownMethods.has(method))
  }

  /** Forgets; returns those that clients must forget too. */
  remove(ids: string[]): Registration[] {
    const removed = ids.flatMap((id) => this.#all.get(id) ?? [])
    for (const id of ids) this.#all.delete(id)
    return removed.filter(({ method }) => !ownMethods.has(method))
  }

  clear(): Registration[] {
    return this.remove([...this.#all.keys()])
  }

  forClients(): Registration[] {
    return [...this.#all.values()].filter(({ method }) => !ownMethods.has(method))
  }

  of(method: string): Registration[] {
    return [...this.#all.values()].filter((registration) => registration.method === method)
  }
}

/** Whether a server answers `method`, by what it said at first or has registered since. */
export function supports(
  method: string,
  capabilities: ServerCapabilities | undefined,
  registrations: Registrations,
): boolean {
  const name = capabilityOf[method]
  return Boolean(name && capabilities?.[name]) || registrations.of(method).length > 0
}

const capabilityOf: Record<string, keyof ServerCapabilities> = {
  'textDocument/diagnostic': 'diagnosticProvider',
  'textDocument/definition': 'definitionProvider',
  'textDocument/implementation': 'implementationProvider',
  'textDocument/references': 'referencesProvider',
  'textDocument/hover': 'hoverProvider',
  'textDocument/documentSymbol': 'documentSymbolProvider',
  'textDocument/codeAction': 'codeActionProvider',
  'textDocument/rename': 'renameProvider',
  'workspace/symbol': 'workspaceSymbolProvider',
}
