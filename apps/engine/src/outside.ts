import { isAbsolute } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openWorkspace, type Workspace } from '@caret/workspace'

/**
 * Files outside the folder that a language server has named: a definition in the standard library, say. The page may
 * read these and no others.
 */
export class Outside implements AsyncDisposable {
  #named = new Set<string>()
  #disk: Promise<Workspace> | undefined

  /** Takes note of the files that the result of a language server's answer names as locations. */
  note(result: unknown): void {
    for (const uri of locations(result)) {
      if (!uri.startsWith('file:///')) continue
      const path = fileURLToPath(uri)
      if (isAbsolute(path)) this.#named.add(path)
    }
  }

  has(path: string): boolean {
    return this.#named.has(path)
  }

  /** The whole disk; ask it only for what `has` allows, and only to read. */
  disk(): Promise<Workspace> {
    return (this.#disk ??= openWorkspace('/'))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#disk)?.[Symbol.asyncDispose]()
  }
}

/** The URIs of `Location`, `LocationLink` and `SymbolInformation`, alone or in a list. */
function locations(result: unknown): string[] {
  if (Array.isArray(result)) return result.flatMap(locations)
  if (typeof result !== 'object' || result === null) return []
  const { uri, targetUri, location } = result as { uri?: unknown; targetUri?: unknown; location?: { uri?: unknown } }
  return [uri, targetUri, location?.uri].filter((value) => typeof value === 'string')
}
