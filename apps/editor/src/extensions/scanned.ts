import type { InstalledExtension } from '@caret/protocol'
import Severity from '@codingame/monaco-vscode-api/vscode/vs/base/common/severity'
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import type { Metadata } from '@codingame/monaco-vscode-api/vscode/vs/platform/extensionManagement/common/extensionManagement'
import {
  type ITranslations,
  localizeManifest,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/extensionManagement/common/extensionNls'
import {
  ExtensionType,
  type IExtensionManifest,
  TargetPlatform,
} from '@codingame/monaco-vscode-api/vscode/vs/platform/extensions/common/extensions'
import { validateExtensionManifest } from '@codingame/monaco-vscode-api/vscode/vs/platform/extensions/common/extensionValidator'
import { NullLogger } from '@codingame/monaco-vscode-api/vscode/vs/platform/log/common/log'
import product from '@codingame/monaco-vscode-api/vscode/vs/platform/product/common/product'
import type { IScannedExtension } from '@codingame/monaco-vscode-api/vscode/vs/workbench/services/extensionManagement/common/extensionManagement'
import { contentSite } from '../workbench/content-site.ts'

/** Where an extension's files are; in the workbench this is its identity. */
export const locationOf = ({ folder }: InstalledExtension): URI => URI.parse(`${contentSite}/extensions/${folder}`)

/** An extension as the workbench describes it, with its texts in place, and whether it fits this editor. */
export function toScanned(extension: InstalledExtension, metadata: Metadata = {}): IScannedExtension {
  const location = locationOf(extension)
  const raw = extension.manifest as unknown as IExtensionManifest
  const manifest = extension.texts ? localizeManifest(new NullLogger(), raw, extension.texts as ITranslations) : raw
  const validations = validateExtensionManifest(product.version, product.date, location, manifest, false)
  const file = (name: string | undefined) => (name === undefined ? undefined : URI.joinPath(location, name))
  return {
    type: ExtensionType.User,
    isBuiltin: false,
    identifier: { id: extension.id },
    location,
    manifest,
    readmeUrl: file(extension.readme),
    changelogUrl: file(extension.changelog),
    targetPlatform: TargetPlatform.WEB,
    validations: [...validations],
    isValid: validations.every(([severity]) => severity !== Severity.Error),
    preRelease: false,
    metadata: { ...metadata, installedTimestamp: extension.installed, source: 'vsix' },
  }
}
