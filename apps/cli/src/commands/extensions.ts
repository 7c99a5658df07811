import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Extensions } from '@caret/engine'
import { CommandError } from '../command-error.ts'

/** The options that manage web extensions instead of opening a folder; named as VS Code's own. */
export interface ExtensionOptions {
  installExtension?: string[]
  uninstallExtension?: string[]
  listExtensions?: boolean
}

export const asksForExtensions = (options: ExtensionOptions): boolean =>
  Boolean(options.installExtension ?? options.uninstallExtension ?? options.listExtensions)

/** Does what the options say, in the data folder; open pages follow by themselves. */
export async function manageExtensions(options: ExtensionOptions): Promise<void> {
  const { defaultDataFolder, openExtensions } = await import('@caret/engine')
  const folder = join(defaultDataFolder(), 'extensions')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  using extensions = openExtensions(folder)
  for (const id of options.uninstallExtension ?? []) {
    if (!(await extensions.uninstall(id))) {
      throw new CommandError(`${id} is not installed. \`caret --list-extensions\` lists what is.`)
    }
    console.log(`${id} is uninstalled.`)
  }
  for (const file of options.installExtension ?? []) await install(extensions, file)
  if (options.listExtensions) for (const { id, version } of await extensions.list()) console.log(`${id}@${version}`)
}

async function install(extensions: Extensions, file: string): Promise<void> {
  const vsix = await readFile(file).catch((error: Error) => {
    throw new CommandError(`${file} cannot be read: ${error.message}. Name a .vsix file on this machine.`)
  })
  try {
    const { id, version } = await extensions.install(vsix)
    console.log(`${id}@${version} is installed.`)
  } catch (error) {
    if (error instanceof Error && error.name === 'ExtensionError') throw new CommandError(`${file}: ${error.message}`)
    throw error
  }
}
