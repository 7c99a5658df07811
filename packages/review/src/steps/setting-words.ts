import type { HunkView } from '../read/file-view.ts'
import { listed } from '../words.ts'
import { isScript } from './change-words.ts'

/**
 * Which settings of a configuration come, go or have another value, behind the file's name; undefined where a changed line
 * is none: `"key": "value"`, `key = value`, `key: value`, a package or an action and its version, an item of a list.
 */
export function settingsIn(hunks: readonly HunkView[]): string | undefined {
  if (hunks.some(({ file }) => isScript(file.path))) return undefined
  const [old, now] = (['before', 'after'] as const).map((side) => read(hunks, side)) as [Settings, Settings]
  if (!old || !now || old.size + now.size === 0) return undefined
  const both = [...now.keys()].filter((key) => old.has(key))
  const changed = both.filter((key) => old.get(key) !== now.get(key))
  const come = [...now.keys()].filter((key) => !old.has(key))
  const go = [...old.keys()].filter((key) => !now.has(key))
  const parts = [
    ...(changed.length > 0 ? [aboutChanged(changed, now)] : []),
    ...(come.length > 0 ? [`gains ${listed(come)}`] : []),
    ...(go.length > 0 ? [`loses ${listed(go)}`] : []),
  ]
  return parts.length > 0 ? parts.join(', ') : undefined
}

/** Values by their keys; undefined where there is a line without. */
type Settings = ReadonlyMap<string, string> | undefined

function aboutChanged(keys: readonly string[], now: ReadonlyMap<string, string>): string {
  const value = keys.length === 1 ? now.get(keys[0]!)! : ''
  const isShort = value !== '' && value.length <= 40 && !value.includes('`')
  return isShort ? `\`${keys[0]}\` becomes \`${value}\`` : `${listed(keys)} change${keys.length === 1 ? 's' : ''}`
}

function read(hunks: readonly HunkView[], side: 'before' | 'after'): Settings {
  const found = new Map<string, string>()
  for (const hunk of hunks) {
    for (const line of hunk.file[side].lines.slice(hunk[side].start, hunk[side].end)) {
      if (isSilent(line)) continue
      const setting = settingOf(line)
      if (!setting) return undefined
      found.set(...setting)
    }
  }
  return found
}

const isSilent = (line: string) => /^\s*(?:#.*|\/\/.*|[{}[\](),]*)$/.test(line)

function settingOf(line: string): [key: string, value: string] | undefined {
  const action = /^\s*-?\s*(?:uses|image):\s*["']?([\w./-]+)[@:](\S+?)["']?(?:\s+#\s*(\S+))?\s*$/.exec(line)
  if (action) return [action[1]!, action[3] ?? action[2]!]
  const requirement =
    /^\s*(?:-\s*)?["']?([\w.@/-]+(?:\[[\w,]+\])?)\s*(?:[=~<>!]=|\s)\s*v?(\d[\w.*+-]*)["']?,?(?:\s*(?:\/\/|#).*)?$/.exec(
      line,
    )
  if (requirement) return [requirement[1]!, requirement[2]!]
  const pair = /^\s*(?:-\s+)?(["']?)([\w$.@/*^:-]+?|[^"':=]{1,40}?)\1\s*(?::(?=\s|$)|=)\s*(.*?),?\s*(?:\s#.*)?$/.exec(
    line,
  )
  if (pair) return [pair[2]!.trim(), pair[3]!.replaceAll(/^["']|["']$/g, '').replace(/^([\da-f]{8})[\da-f]{32}$/, '$1')]
  const item = /^\s*(?:-\s+)?["']?([^"'`{}[\]]{1,44}?)["']?,?\s*$/.exec(line)
  return item ? [item[1]!, ''] : undefined
}
