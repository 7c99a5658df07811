import type { HunkView } from '../read/file-view.ts'
import { nameOf } from '../words.ts'
import type { Claim } from './mechanical-source.ts'

/** Lines that went from one place to another as they were, but for their indentation. */
export function moved(hunks: readonly HunkView[]): Claim[] {
  const taken = new Map<string, HunkView[]>()
  for (const hunk of hunks) {
    if (hunk.after.start !== hunk.after.end || hunk.file.kind === 'deleted') continue
    const text = textOf(hunk.file.before.lines.slice(hunk.before.start, hunk.before.end))
    if (text !== undefined) taken.set(text, [...(taken.get(text) ?? []), hunk])
  }
  const claims: Claim[] = []
  for (const hunk of hunks) {
    if (hunk.before.start !== hunk.before.end || hunk.file.traits.indented) continue
    const text = textOf(hunk.file.after.lines.slice(hunk.after.start, hunk.after.end))
    const from = text === undefined ? undefined : taken.get(text)?.shift()
    if (!from) continue
    const what = hunk.fresh[0] ? `\`${hunk.fresh[0].qualified}\` is` : 'Lines are'
    const [source, target] = [nameOf(from.file.path), nameOf(hunk.file.path)]
    const where = from.file === hunk.file ? `within \`${target}\`` : `from \`${source}\` to \`${target}\``
    claims.push({ kind: 'moved', title: `${what} moved ${where}, unchanged`, hunks: [from, hunk] })
  }
  return claims
}

const fewest = 3

/** Undefined for what is too short to be known again. */
function textOf(lines: readonly string[]): string | undefined {
  const full = lines.map((line) => line.trim()).filter((line) => line !== '')
  return full.filter((line) => /\w/.test(line)).length < fewest ? undefined : full.join('\n')
}
