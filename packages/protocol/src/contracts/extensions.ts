import * as z from 'zod'
import { bytes, defineService, event, request } from '../service.ts'

const word = z.string().regex(/^[a-z0-9][\w-]*$/i, 'expected letters, digits and hyphens')

/** What Caret must know of an extension's `package.json`; the rest is the workbench's. */
export const extensionManifest = z.looseObject({
  publisher: word,
  name: word,
  version: z.string().regex(/^\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/, 'expected a version such as 1.0.0'),
  engines: z.looseObject({ vscode: z.string() }),
  /** Its code for Node, and for the browser. */
  main: z.string().optional(),
  browser: z.string().optional(),
})
export type ExtensionManifest = z.infer<typeof extensionManifest>

/** A web extension that is unpacked in the data folder. */
export const installedExtension = z.object({
  /** `publisher.name`, in lower case. */
  id: z.string(),
  version: z.string(),
  /** Its folder's name: its files are at `/extensions/<folder>/` of the content site. */
  folder: z.string(),
  /** Milliseconds since the epoch. */
  installed: z.number(),
  manifest: extensionManifest,
  /** Its `package.nls.json`: the texts that stand for `%keys%` in the manifest. */
  texts: z.record(z.string(), z.unknown()).optional(),
  /** Names of its files for people, where it has them. */
  readme: z.string().optional(),
  changelog: z.string().optional(),
})
export type InstalledExtension = z.infer<typeof installedExtension>

export const extensionsService = defineService('extensions', {
  list: request(z.object({}), z.array(installedExtension)),
  /** Unpacks a `.vsix`; another version of the same extension makes way. */
  install: request(z.object({ vsix: bytes }), installedExtension),
  /** One that is not there is no error. */
  uninstall: request(z.object({ id: z.string() }), z.object({})),
  /** What is installed now; by whomever it was changed. */
  changed: event(z.object({ extensions: z.array(installedExtension) })),
})
