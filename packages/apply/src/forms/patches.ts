import { isBlank } from '../lines.ts'
import type { Op, Replacement } from './replacements.ts'
import type { Fate } from '../result.ts'

/** What a patch says about one file. */
export interface FilePatch {
  /** Undefined where a diff names no file. */
  path: string | undefined
  fate?: Fate
  blocks: Replacement[]
}

export const isV4A = (lines: readonly string[]): boolean =>
  lines.some((line) => /^\*\*\* (?:Begin Patch|(?:Update|Add|Delete) File:)/.test(line.trim()))

/** A patch in the V4A format, file by file. */
export function readV4A(lines: readonly string[]): FilePatch[] {
  const patches: FilePatch[] = []
  let anchors: string[] = []
  let body: string[] = []
  const finish = (atEnd = false) => {
    const block = blockOf(body, { anchors, atEnd })
    if (block) patches.at(-1)?.blocks.push(block)
    body = []
  }
  for (const line of lines) {
    const [, verb, path] = /^\s*\*\*\* (Update|Add|Delete) File:\s*(.*?)\s*$/.exec(line) ?? []
    const to = /^\s*\*\*\* Move to:\s*(.*?)\s*$/.exec(line)?.[1]
    if (verb) {
      finish()
      anchors = []
      const fate = verb === 'Add' ? ({ kind: 'created' } as const) : ({ kind: 'deleted' } as const)
      patches.push({ path, blocks: [], ...(verb !== 'Update' && { fate }) })
    } else if (to && patches.length > 0) patches.at(-1)!.fate = { kind: 'renamed', to }
    else if (/^\s*\*\*\* End of File/.test(line)) finish(true)
    else if (/^\s*\*\*\* (?:Begin|End) Patch/.test(line)) {
      finish()
    } else if (line.startsWith('@@')) {
      // Anchors one after the other lead inwards.
      if (body.some((each) => !isBlank(each))) {
        finish()
        anchors = []
      }
      const anchor = line.replace(/^@@\s?(?:-\d\S* \+\d\S* @@)?/, '').replace(/\s*@@\s*$/, '')
      if (anchor.trim() !== '') anchors.push(anchor)
    } else body.push(line)
  }
  finish()
  return patches
}

const hunkHeader = /^\s*@@+(?: -?(\d+)(?:,\d+)? \+?\d+(?:,\d+)?)?.*$/

/** Whether lines are a unified diff, be its numbers right or wrong. */
export function isDiff(lines: readonly string[]): boolean {
  const signed = (line: string) => /^[+-]/.test(line) && !/^(?:\+\+\+|---)/.test(line)
  if (lines.some((line) => line.startsWith('@@')) && lines.some(signed)) return true
  const at = lines.findIndex((line) => /^--- \S/.test(line))
  return at !== -1 && /^\+\+\+ \S/.test(lines[at + 1] ?? '')
}

/** A unified diff, file by file. The counts in its headers are not believed; a line without a sign is context. */
export function readDiff(lines: readonly string[]): FilePatch[] {
  const patches: FilePatch[] = []
  let body: string[] = []
  let hint: number | undefined
  let anchors: string[] = []
  const current = () => {
    if (patches.length === 0) patches.push({ path: undefined, blocks: [] })
    return patches.at(-1)!
  }
  const finish = () => {
    const block = blockOf(body, { hint, anchors })
    if (block) current().blocks.push(block)
    body = []
    hint = undefined
    anchors = []
  }
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!
    const next = lines[at + 1] ?? ''
    if (/^--- \S/.test(line) && /^\+\+\+ \S/.test(next)) {
      finish()
      const [before, after] = [pathIn(line), pathIn(next)]
      const path = after === '/dev/null' ? before : after
      const renamed = before !== after && before !== '/dev/null' && after !== '/dev/null'
      patches.push({
        path: renamed ? before : path,
        blocks: [],
        ...(before === '/dev/null' && { fate: { kind: 'created' } as const }),
        ...(after === '/dev/null' && { fate: { kind: 'deleted' } as const }),
        ...(renamed && { fate: { kind: 'renamed', to: after } as const }),
      })
      at++
    } else if (
      /^(?:diff --git |index [0-9a-f]+\.\.|(?:new|deleted) file mode|similarity index|rename (?:from|to) )/.test(line)
    ) {
      finish()
    } else if (line.startsWith('\\ No newline')) continue
    else if (line.trimStart().startsWith('@@')) {
      finish()
      const number = hunkHeader.exec(line)?.[1]
      hint = number === undefined ? undefined : Math.max(0, Number(number) - 1)
      const context = /^\s*@@[^@]*@@\s*(.+)$/.exec(line)?.[1]
      anchors = context ? [context] : []
    } else body.push(line)
  }
  finish()
  return patches
}

const pathIn = (line: string) =>
  line
    .slice(4)
    .split('\t')[0]!
    .trim()
    .replace(/^[ab]\//, '')

function blockOf(body: readonly string[], more: Omit<Replacement, 'ops' | 'sketch'>): Replacement | undefined {
  // Empty lines around a block are the message's.
  const first = body.findIndex((line) => line !== '')
  const own = first === -1 ? [] : body.slice(first, body.findLastIndex((line) => line !== '') + 1)
  const ops = own.map((line): Op => {
    if (line.startsWith('+')) return { kind: 'insert', text: line.slice(1) }
    if (line.startsWith('-')) return { kind: 'remove', text: line.slice(1) }
    return { kind: 'keep', text: line.startsWith(' ') ? line.slice(1) : line }
  })
  if (ops.every(({ kind }) => kind === 'keep')) return undefined
  return { ops, sketch: own.join('\n'), ...more }
}
