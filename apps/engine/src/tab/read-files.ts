import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isSourceText, maxSourceSize } from '@caret/syntax'

/** UTF-16 units of a whole folder; what comes after is known only once it is opened. About a million lines. */
const mostText = 40_000_000
const atOnce = 32

/** The texts of those files that a person writes, and that are not too many. */
export async function readFiles(root: string, paths: readonly string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  let left = mostText
  for (let at = 0; at < paths.length && left > 0; at += atOnce) {
    const batch = paths.slice(at, at + atOnce)
    const read = await Promise.all(batch.map((path) => readSource(join(root, path))))
    for (const [index, text] of read.entries()) {
      if (text === undefined || text.length > left) continue
      texts.set(batch[index]!, text)
      left -= text.length
    }
  }
  return texts
}

/** Undefined when there is no such file, or no person wrote it. */
export async function readSource(file: string): Promise<string | undefined> {
  try {
    const { size } = await stat(file)
    if (size > maxSourceSize) return undefined
    const text = await readFile(file, 'utf8')
    return isSourceText(text) ? text : undefined
  } catch {
    return undefined
  }
}
