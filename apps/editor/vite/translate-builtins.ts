import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

/**
 * Puts the English texts into the manifests of VS Code's own extensions.
 *
 * Otherwise the page fetches one small `package.nls.json` for each of them before it may draw anything: sixty round
 * trips. Source maps of their code are left out, too.
 */
export function translateBuiltins(): Plugin {
  return {
    name: 'caret:translate-builtins',
    transform: {
      filter: { id: /monaco-vscode-[\w-]+-default-extension\/index\.js$/ },
      handler(code, id) {
        const texts = readTexts(join(dirname(id), 'resources/package.nls.json'))
        return code
          .replaceAll(/"%([\w.-]+)%"/g, (whole, key: string) => (key in texts ? JSON.stringify(texts[key]) : whole))
          .replaceAll(/^registerFileUrl\('[^']*(?:package\.nls\.json|\.map)', .*$/gm, '')
      },
    },
  }
}

type Text = string | { message: string }

function readTexts(file: string): Record<string, string> {
  let raw: Record<string, Text>
  try {
    raw = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Text>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  return Object.fromEntries(
    Object.entries(raw).map(([key, text]) => [key, typeof text === 'string' ? text : text.message]),
  )
}
