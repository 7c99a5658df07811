import { type InstalledExtension, extensionsService } from '@caret/protocol'
import { getService } from '@codingame/monaco-vscode-api/services'
import { Emitter, type Event } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event'
import { ExtensionType } from '@codingame/monaco-vscode-api/vscode/vs/platform/extensions/common/extensions'
import { IWorkbenchExtensionManagementService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/extensionManagement/common/extensionManagement.service'
import type { Engine } from '../engine.ts'
import { locationOf, toScanned } from './scanned.ts'

/** The extensions that this page knows; it follows the engine's, which other pages and the command line change too. */
export interface Installed {
  all(): InstalledExtension[]
  onChange: Event<void>
  /** Hands a `.vsix` to the engine and starts what is in it. Throws with a sentence for the user. */
  install(vsix: Uint8Array): Promise<InstalledExtension>
  /** Has the engine delete it. */
  remove(id: string): Promise<void>
  /** Begins to follow; call when the workbench is there. */
  follow(): void
}

/** What was installed when the page was made came with it. */
export function createInstalled(engine: Engine): Installed {
  const boot = JSON.parse(document.getElementById('boot')!.textContent) as { extensions: InstalledExtension[] }
  const service = engine.use(extensionsService)
  const changes = new Emitter<void>()
  let extensions = boot.extensions
  let adopting: Promise<void> = Promise.resolve()

  /** One after the other, so that each change is made once, from wherever it is heard. */
  function adopt(next: InstalledExtension[]): Promise<void> {
    const before = adopting
    adopting = (async () => {
      await before.catch(() => {})
      await change(next)
    })()
    return adopting
  }

  function set(next: InstalledExtension[]): void {
    extensions = next
    changes.fire()
  }

  async function change(next: InstalledExtension[]): Promise<void> {
    const management = await getService(IWorkbenchExtensionManagementService)
    const gone = extensions.filter(({ id }) => !next.some((other) => other.id === id))
    const came = next.filter(
      (extension) =>
        !extensions.some((other) => other.folder === extension.folder && other.installed === extension.installed),
    )
    const locals = gone.length > 0 ? await management.getInstalled(ExtensionType.User) : []
    set(next)
    for (const { id } of gone) {
      const local = locals.find(({ identifier }) => identifier.id === id)
      if (local) await management.uninstall(local)
    }
    for (const extension of came) {
      if (toScanned(extension).isValid) await management.installFromLocation(locationOf(extension))
    }
  }

  const refresh = async () => adopt(await service.list({}))
  return {
    all: () => extensions,
    onChange: changes.event,
    async install(vsix) {
      const extension = await service.install({ vsix })
      const { isValid, validations } = toScanned(extension)
      if (!isValid) {
        await service.uninstall({ id: extension.id })
        throw new Error(validations.map(([, message]) => message).join(' '))
      }
      await refresh()
      return extension
    },
    async remove(id) {
      if (!extensions.some((extension) => extension.id === id)) return
      set(extensions.filter((extension) => extension.id !== id))
      await service.uninstall({ id })
    },
    follow() {
      service.on('changed', ({ extensions: next }) => void adopt(next))
      engine.onRestart(() => void refresh())
    },
  }
}
