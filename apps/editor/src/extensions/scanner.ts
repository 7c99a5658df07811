import type { InstalledExtension } from '@caret/protocol'
import type { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import type { IEditorOverrideServices } from '@codingame/monaco-vscode-api/vscode/vs/editor/standalone/browser/standaloneServices'
import type { Metadata } from '@codingame/monaco-vscode-api/vscode/vs/platform/extensionManagement/common/extensionManagement'
import type { IExtensionManifest } from '@codingame/monaco-vscode-api/vscode/vs/platform/extensions/common/extensions'
import { SyncDescriptor } from '@codingame/monaco-vscode-api/vscode/vs/platform/instantiation/common/descriptors'
import type {
  IScannedExtension,
  ScanOptions,
} from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/extensionManagement/common/extensionManagement'
import { IWebExtensionsScannerService } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/extensionManagement/common/extensionManagement.service'
import { WebExtensionsScannerService } from '@codingame/monaco-vscode-extensions-service-override/vscode/vs/workbench/services/extensionManagement/browser/webExtensionsScannerService'
import { serveExtensionsFromContentSite } from './content-urls.ts'
import type { Installed } from './installed.ts'
import { restartServices } from './restart.ts'
import { locationOf, toScanned } from './scanned.ts'

/**
 * Makes the workbench's own extension management, its view included, see the extensions that the engine has unpacked,
 * instead of a list of its own.
 */
export function extensionServices(installed: Installed): IEditorOverrideServices {
  class EngineExtensionsScanner extends WebExtensionsScannerService {
    override async scanUserExtensions(_profile: URI, options?: ScanOptions): Promise<IScannedExtension[]> {
      const scanned = installed.all().map((extension) => toScanned(extension))
      return options?.skipInvalidExtensions ? scanned.filter(({ isValid }) => isValid) : scanned
    }

    override async scanExtensionManifest(location: URI): Promise<IExtensionManifest | null> {
      return toScanned(find(location)).manifest
    }

    override async addExtension(location: URI, metadata: Metadata): Promise<IScannedExtension> {
      return toScanned(find(location), metadata)
    }

    override async removeExtension(extension: IScannedExtension): Promise<void> {
      await installed.remove(extension.identifier.id)
    }

    override async updateMetadata(extension: IScannedExtension, metadata: Metadata): Promise<IScannedExtension> {
      return toScanned(find(extension.location), metadata)
    }

    /** All profiles have the same extensions. */
    override async copyExtensions(): Promise<void> {}
  }

  function find(location: URI): InstalledExtension {
    const found = installed.all().find((extension) => locationOf(extension).toString() === location.toString())
    if (!found) throw new Error(`No extension is installed at ${location.toString(true)}. Install it from its .vsix.`)
    return found
  }

  serveExtensionsFromContentSite()
  return {
    ...restartServices(),
    [IWebExtensionsScannerService.toString()]: new SyncDescriptor(EngineExtensionsScanner, [], true),
  }
}
