import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** So many lines, or all there are, of the installed packages' sources, with their paths. */
export function readSources(lines: number): [path: string, text: string][] {
  const root = fileURLToPath(new URL('../../../node_modules', import.meta.url))
  const files: [string, string][] = []
  let left = lines
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (left <= 0) return
      const path = join(folder, entry.name)
      if (entry.isDirectory()) walk(path)
      else if (/(?<!\.min)\.([cm]?[jt]s|py|md|css)$/.test(entry.name)) {
        const text = readFileSync(path, 'utf8')
        const count = text.split('\n').length
        // As Caret does: nothing huge, nothing minified.
        if (text.length > 500_000 || text.length / count > 120) continue
        left -= count
        files.push([path, text])
      }
    }
  }
  walk(root)
  return files
}
