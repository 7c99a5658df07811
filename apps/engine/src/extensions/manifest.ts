import { type ExtensionManifest, extensionManifest } from '@caret/protocol'
import { ExtensionError } from './extension-error.ts'

/** Reads the `package.json` among an extension's files. Throws `ExtensionError` unless it can run in a browser. */
export function readManifest(files: ReadonlyMap<string, Uint8Array>): ExtensionManifest {
  const file = files.get('package.json')
  if (!file) throw new ExtensionError('This archive holds no extension: it has no extension/package.json.')
  const manifest = parseManifest(file)
  const { browser, main } = manifest
  if (browser === undefined && main !== undefined) {
    throw new ExtensionError(
      `${extensionId(manifest)} needs Node (it has a \`main\` and no \`browser\` entry), and Caret runs extensions in the ` +
        'browser. Look for a web version of it.',
    )
  }
  if (browser !== undefined && !hasModule(files, browser)) {
    throw new ExtensionError(`${extensionId(manifest)} names ${browser} as its code but does not contain it.`)
  }
  return manifest
}

/** Throws `ExtensionError` that says what is wrong with it. */
export function parseManifest(file: Uint8Array): ExtensionManifest {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(file))
  } catch (error) {
    throw new ExtensionError(`The extension’s package.json is no JSON: ${(error as Error).message}.`)
  }
  const parsed = extensionManifest.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new ExtensionError(`The extension’s package.json is not valid at ${issue!.path.join('.')}: ${issue!.message}.`)
}

export const extensionId = ({ publisher, name }: ExtensionManifest) => `${publisher}.${name}`.toLowerCase()

/** As the extension host resolves it. */
function hasModule(files: ReadonlyMap<string, Uint8Array>, path: string): boolean {
  const name = path.replace(/^(\.?\/)+/, '')
  return files.has(name) || files.has(`${name}.js`)
}
