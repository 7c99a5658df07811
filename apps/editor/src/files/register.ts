import { filesService } from '@caret/protocol'
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import { registerCustomProvider } from '@codingame/monaco-vscode-files-service-override'
import type { Engine } from '../engine.ts'
import { createFileProvider } from './provider.ts'

/** Where the workbench keeps settings, keybindings, snippets and backups. */
export const userDataHome = URI.from({ scheme: 'vscode-userdata', path: '/User' })

/** The opened folder under `file:`, and the user's data under `vscode-userdata:`. Call before the workbench starts. */
export function registerFiles(engine: Engine): void {
  const { userData, writable } = engine.info
  const files = engine.use(filesService)
  registerCustomProvider(
    'file',
    createFileProvider(
      files,
      {
        toPath: (uri) => uri.fsPath,
        toUri: (path) => (isInside(path, userData) ? undefined : URI.file(path)),
      },
      { trash: true, readonly: !writable },
    ),
  )
  registerCustomProvider(
    userDataHome.scheme,
    createFileProvider(
      files,
      {
        toPath: (uri) => userData + uri.path.slice(userDataHome.path.length),
        toUri: (path) =>
          isInside(path, userData)
            ? userDataHome.with({ path: userDataHome.path + path.slice(userData.length) })
            : undefined,
      },
      { trash: false, readonly: false },
    ),
  )
}

const isInside = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)
