import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { FileNote, Guide, ReviewHunk, ReviewMark, ReviewProblem, ReviewStep } from '@caret/protocol'
import type { ChangeSet } from '@caret/text'
import { bitsOf, importanceOf, isPredictable, mechanicalImportance, type SurpriseOf } from './importance.ts'
import type { MarkContext } from './marks/mark-source.ts'
import { always, marksOf, sayOnce } from './marks/marks.ts'
import { claim } from './mechanical/claim.ts'
import type { Claim } from './mechanical/mechanical-source.ts'
import { type FileView, type HunkView, viewFile, viewUnshown } from './read/file-view.ts'
import { hunkIds } from './read/identity.ts'
import { type Dependency, dependenciesOf } from './steps/depends.ts'
import { type Draft, draftsOf } from './steps/draft.ts'
import { order } from './steps/order.ts'
import { titleOf } from './steps/title.ts'
import { whyOf } from './steps/why.ts'

export interface GuideOptions {
  /** What is to be said of files beside their texts. */
  notes?: readonly FileNote[]
  /** What language servers say of the texts after the change. */
  problems?: readonly ReviewProblem[]
  surprise?: SurpriseOf
}

/**
 * A change set in the order to read it: what is declared before what uses it, tests after the code, what is mechanical
 * together and dimmed. The same for the same change set. Every hunk is in exactly one step.
 * @throws only the signal's reason
 */
export async function guide(
  { files: changes }: Pick<ChangeSet, 'files'>,
  { notes = [], problems = [], surprise }: GuideOptions = {},
  signal?: AbortSignal,
): Promise<Guide> {
  const files: FileView[] = []
  for (const change of changes) {
    await pause(signal)
    const path = change.to ?? change.path
    files.push(
      await viewFile(
        change,
        notes.filter((note) => note.shown && note.path === path),
        signal,
      ),
    )
  }
  files.push(...notes.filter(({ shown }) => !shown).map(viewUnshown))
  files.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))

  const hunks = files.flatMap((file) => file.hunks)
  const ids = hunkIds(hunks)
  const context: MarkContext = { files, problems }
  const claims = claim(
    hunks.filter((hunk) => hunk.file.role === 'generated' || marksOf(hunk, context, always).length === 0),
  )
  await pause(signal)
  const claimed = new Set(claims.flatMap((each) => each.hunks))
  const drafts = draftsOf(hunks.filter((hunk) => !claimed.has(hunk)))
  const uses = dependenciesOf(drafts)
  const users = usersOf(uses)

  const read = new Map<HunkView, ReviewHunk>()
  const quiet = new Set<HunkView>()
  for (const draft of drafts) {
    await pause(signal)
    for (const hunk of draft.hunks) {
      const marks = marksOf(hunk, context)
      const bits = bitsOf(hunk, surprise)
      read.set(hunk, describe(hunk, ids.get(hunk)!, marks, importanceOf(hunk, draft, marks, bits)))
      if (isCode(draft) && isPredictable(bits, marks)) quiet.add(hunk)
    }
  }
  for (const hunk of claimed) read.set(hunk, describe(hunk, ids.get(hunk)!, [], mechanicalImportance))

  const importances = drafts.map(({ hunks }) => Math.max(...hunks.map((hunk) => read.get(hunk)!.importance)))
  const groups = order(drafts, uses, importances)
  const steps = groups.map((group) => ({
    ...stepOf(group, drafts, uses, users, read),
    quiet: group.every((each) => drafts[each]!.hunks.every((hunk) => quiet.has(hunk))),
  }))
  const stepAt = new Map(groups.flatMap((group, at) => group.map((each) => [each, steps[at]!] as const)))
  for (const [at, group] of groups.entries()) {
    const before = group.flatMap((each) => uses[each]!.map(({ on }) => stepAt.get(on)!))
    steps[at]!.after = [...new Set(before)].filter((step) => steps.indexOf(step) < at).map(({ id }) => id)
  }
  const all = withClaims(steps, claims, read)
  const byId = new Map([...read.values()].map((hunk) => [hunk.id, hunk]))
  return { steps: all, hunks: sayOnce(all.flatMap((step) => step.hunks.map((id) => byId.get(id)!))) }
}

const isCode = ({ role }: Draft) => role === 'source' || role === 'test'

async function pause(signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  await turn()
}

function usersOf(uses: readonly (readonly Dependency[])[]): number[][] {
  const users = uses.map((): number[] => [])
  for (const [at, list] of uses.entries()) for (const { on } of list) users[on]!.push(at)
  return users
}

const describe = (
  { file, before, after, owner }: HunkView,
  id: string,
  marks: ReviewMark[],
  importance: number,
): ReviewHunk => ({
  ...{ id, path: file.path, before, after, importance, marks },
  ...(owner && { symbol: owner.qualified }),
})

function stepOf(
  group: readonly number[],
  drafts: readonly Draft[],
  uses: readonly (readonly Dependency[])[],
  users: readonly (readonly number[])[],
  read: ReadonlyMap<HunkView, ReviewHunk>,
): Omit<ReviewStep, 'quiet'> {
  const own = new Set(group)
  const [first] = group
  const draft = drafts[first!]!
  const others = group.flatMap((each) => uses[each]!.filter(({ on }) => !own.has(on)))
  const after = group.flatMap((each) => users[each]!.filter((user) => !own.has(user)).map((user) => drafts[user]!))
  const titles = group.map((each) =>
    titleOf(
      drafts[each]!,
      uses[each]!.filter(({ on }) => !own.has(on)),
    ),
  )
  const why = group.length > 1 ? 'these use each other' : whyOf(draft, others, after)
  const hunks = group.flatMap((each) => drafts[each]!.hunks)
  return {
    ...{
      kind: draft.kind,
      title: titles.slice(0, 3).join('; ') + (titles.length > 3 ? `; ${titles.length - 3} more` : ''),
    },
    ...{ path: draft.file.path, mechanical: false, after: [] },
    ...(why !== undefined && { why }),
    ...ofHunks(hunks, read),
  }
}

function ofHunks(hunks: readonly HunkView[], read: ReadonlyMap<HunkView, ReviewHunk>) {
  const ids = hunks.map((hunk) => read.get(hunk)!.id)
  return {
    id: createHash('sha256').update(ids.join()).digest('base64url').slice(0, 12),
    hunks: ids,
    importance: Math.max(...hunks.map((hunk) => read.get(hunk)!.importance)),
  }
}

/** Repeats follow what they repeat; all else that is mechanical comes at the end, what a program wrote last of all. */
function withClaims(
  steps: ReviewStep[],
  claims: readonly Claim[],
  read: ReadonlyMap<HunkView, ReviewHunk>,
): ReviewStep[] {
  const following = new Map<string, ReviewStep[]>()
  const last: ReviewStep[] = []
  const ofHunk = new Map(steps.flatMap((step) => step.hunks.map((id) => [id, step] as const)))
  for (const { kind, title, hunks, example } of claims) {
    const before = example && ofHunk.get(read.get(example)!.id)
    const step: ReviewStep = {
      ...{ kind, title, path: hunks[0]!.file.path, mechanical: true, quiet: true },
      ...{ after: before ? [before.id] : [], ...ofHunks(hunks, read) },
      ...(before && { why: `repeats ${before.title}` }),
    }
    if (before) following.set(before.id, [...(following.get(before.id) ?? []), step])
    else last.push(step)
  }
  const isMade = ({ kind }: ReviewStep) => kind === 'generated'
  return [
    ...steps.flatMap((step) => [step, ...(following.get(step.id) ?? [])]),
    ...last.filter((step) => !isMade(step)),
    ...last.filter(isMade),
  ]
}
