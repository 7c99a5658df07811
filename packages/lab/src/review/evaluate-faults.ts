import { createHash } from 'node:crypto'
import { changesOf, guide, type Guide, type ReviewHunk, roleOf, type SurpriseOf, surpriseIn } from '@caret/review'
import { type ChangeSet, type FileChange, hunksOf, linesOf, type LineSpan } from '@caret/text'
import { openCommits } from '@caret/workspace'
import { type Fault, type FaultKind, faultsIn } from './faults.ts'

export interface EvaluateFaultsOptions {
  /** A folder in a git repository, or a bare one. */
  repo: string
  /** How many commits at most, the newest that change a program's code; default 30. */
  commits?: number
  until?: string
  onFault?: (fault: JudgedFault) => void
  onCommit?: (soFar: FaultResult) => void
}

/** Where the fault is put: on a line that the commit has changed anyway, or on one that it has left alone. */
export type Placement = 'changed' | 'beside'

export interface JudgedFault {
  commit: string
  path: string
  line: number
  kind: FaultKind
  placement: Placement
  /** Whether its hunk carries a mark; whether one is about its line, or the ones beside it. */
  marked: boolean
  pointed: boolean
  /** Whether its hunk is in the first third of the read, and in the third of hunks with the greatest importance. */
  first_third: boolean
  top_third: boolean
  dimmed: boolean
  text: string
}

/** Shares of faults. */
export interface FaultShares {
  faults: number
  marked: number
  pointed: number
  first_third: number
  top_third: number
  /** Marked, or in the first third of the read. */
  marked_or_first: number
  dimmed: number
}

/** The result of `caret eval review --faults`. */
export interface FaultResult {
  repo: string
  commits: number
  placements: Record<
    Placement,
    FaultShares & { kinds: Partial<Record<FaultKind, { faults: number; marked: number; pointed: number }>> }
  >
  /** What chance would give: of the changed hunks of the same commits, without faults, those that carry marks; a third as whole hunks. */
  chance: { hunks: number; marked: number; third: number; dimmed: number }
}

/**
 * Puts known faults into real commits, one at a time, and looks whether the review would lead a reader to them: by a mark,
 * or by its place. The same faults each time.
 */
export async function evaluateFaults(options: EvaluateFaultsOptions, signal?: AbortSignal): Promise<FaultResult> {
  const { repo, commits = 30, until, onFault, onCommit } = options
  await using reader = await openCommits(repo, signal)
  const judged: JudgedFault[] = []
  const chance = { hunks: 0, marked: 0, thirds: 0, dimmed: 0 }
  let read = 0
  for (const { id, parent } of await reader.list(until === undefined ? {} : { until }, signal)) {
    if (read === commits) break
    const { set, notes } = await changesOf({ folder: repo, source: { kind: 'commit', commit: id } }, signal)
    const programs = set.files.filter((file) => isProgram(file))
    if (programs.length === 0 || set.files.length > mostFiles) continue
    read++
    const near = set.files.map(({ path }) => path)
    const surprise = await surpriseIn({ folder: repo, commit: parent, near }, signal)
    const known = await guide(set, { notes, surprise }, signal)
    const mechanical = dimmedIn(known)
    chance.hunks += known.hunks.length
    chance.marked += known.hunks.filter(({ marks }) => marks.length > 0).length
    chance.dimmed += known.hunks.filter((hunk) => mechanical.has(hunk.id)).length
    chance.thirds += thirdOf(known.hunks.length)
    for (const { file, fault, placement } of chosen(id, programs)) {
      const found = await judge({ set, file, fault, notes, surprise }, signal)
      if (!found) continue
      const one = { commit: id.slice(0, 10), path: file.to ?? file.path, kind: fault.kind, placement, ...found }
      judged.push(one)
      onFault?.(one)
    }
    onCommit?.(resultOf(repo, read, judged, chance))
  }
  return resultOf(repo, read, judged, chance)
}

/** Larger commits are read by nobody in one go. */
const mostFiles = 60

const programs = /\.(?:[cm]?[jt]sx?|pyi?|go|rs|java|vue)$/
const isProgram = ({ path, to = path, before, after }: FileChange): boolean =>
  programs.test(to) && roleOf(to, after) === 'source' && before !== undefined && after !== undefined && before !== after

/** Of each kind one fault on a changed line, and one beside; which, the commit's name decides. */
function chosen(
  commit: string,
  files: readonly FileChange[],
): { file: FileChange; fault: Fault; placement: Placement }[] {
  const found = new Map<string, { file: FileChange; fault: Fault; placement: Placement }[]>()
  for (const file of files) {
    const after = file.after!
    const changed = hunksOf(file).map((hunk) => hunk.after)
    for (const [placement, spans] of [
      ['changed', changed],
      ['beside', between(changed, linesOf(after).length)],
    ] as const) {
      for (const fault of faultsIn(file.to ?? file.path, after, spans)) {
        const key = `${placement} ${fault.kind}`
        found.set(key, [...(found.get(key) ?? []), { file, fault, placement }])
      }
    }
  }
  return [...found].map(([key, all]) => {
    const hash = createHash('sha256').update(`${commit} ${key}`).digest().readUInt32BE()
    return all[hash % all.length]!
  })
}

function between(spans: readonly LineSpan[], lines: number): LineSpan[] {
  const ends = [0, ...spans.map(({ end }) => end)]
  const starts = [...spans.map(({ start }) => start), lines]
  return ends.map((start, at) => ({ start, end: starts[at]! }))
}

interface Case {
  set: ChangeSet
  file: FileChange
  fault: Fault
  notes: Awaited<ReturnType<typeof changesOf>>['notes']
  surprise: SurpriseOf
}

async function judge({ set, file, fault, notes, surprise }: Case, signal?: AbortSignal) {
  const files = set.files.map((each) => (each === file ? { ...each, after: fault.text } : each))
  const read = await guide({ ...set, files }, { notes, surprise }, signal)
  const path = file.to ?? file.path
  const isIn = ({ path: own, after }: ReviewHunk) =>
    own === path && after.start <= fault.line && fault.line <= after.end
  const at = read.hunks.findIndex((hunk) => isIn(hunk) && fault.line < hunk.after.end)
  const index = at === -1 ? read.hunks.findIndex(isIn) : at
  const hunk = read.hunks[index]
  // It took the change back.
  if (!hunk) return undefined
  const third = thirdOf(read.hunks.length)
  const before = oldLine(file, fault)
  const isAbout = (line: number, side: 'before' | 'after') =>
    Math.abs(line - (side === 'after' ? fault.line : before)) <= 2
  const greater = read.hunks.filter(({ importance }) => importance > hunk.importance).length
  return {
    line: fault.line + 1,
    marked: hunk.marks.length > 0,
    pointed: hunk.marks.some(({ line, side }) => isAbout(line, side)),
    first_third: index < third,
    top_third: greater < third,
    dimmed: dimmedIn(read).has(hunk.id),
    text: linesOf(fault.text)[fault.line]?.trim() ?? '',
  }
}

/** About where the fault's line was before the change. */
function oldLine(file: FileChange, fault: Fault): number {
  let shift = 0
  for (const { before, after } of hunksOf({ ...file, after: fault.text })) {
    if (after.start > fault.line) break
    if (fault.line < after.end) return before.start + Math.min(fault.line - after.start, before.end - before.start)
    shift = before.end - after.end
  }
  return fault.line + shift
}

const thirdOf = (hunks: number) => Math.ceil(hunks / 3)

const dimmedIn = ({ steps }: Guide) =>
  new Set(steps.filter(({ mechanical }) => mechanical).flatMap((step) => step.hunks))

function resultOf(
  repo: string,
  commits: number,
  judged: readonly JudgedFault[],
  chance: { hunks: number; marked: number; thirds: number; dimmed: number },
): FaultResult {
  const of = (placement: Placement) => {
    const own = judged.filter((fault) => fault.placement === placement)
    const kinds: FaultResult['placements'][Placement]['kinds'] = {}
    for (const { kind, marked, pointed } of own) {
      const counts = (kinds[kind] ??= { faults: 0, marked: 0, pointed: 0 })
      counts.faults++
      if (marked) counts.marked++
      if (pointed) counts.pointed++
    }
    const share = (is: (fault: JudgedFault) => boolean) => shareOf(own.filter(is).length, own.length)
    return {
      ...{ faults: own.length, marked: share(({ marked }) => marked), pointed: share(({ pointed }) => pointed) },
      ...{ first_third: share((fault) => fault.first_third), top_third: share((fault) => fault.top_third) },
      marked_or_first: share((fault) => fault.marked || fault.first_third),
      ...{ dimmed: share(({ dimmed }) => dimmed), kinds },
    }
  }
  const { hunks, marked, thirds, dimmed } = chance
  return {
    ...{ repo, commits, placements: { changed: of('changed'), beside: of('beside') } },
    chance: {
      ...{ hunks, marked: shareOf(marked, hunks) },
      ...{ third: shareOf(thirds, hunks), dimmed: shareOf(dimmed, hunks) },
    },
  }
}

const shareOf = (part: number, whole: number) => (whole === 0 ? 0 : Math.round((part / whole) * 1000) / 1000)
