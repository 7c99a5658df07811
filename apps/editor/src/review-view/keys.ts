import type { Act } from './head.ts'
import type { Hint } from './page.ts'
import type { Subject } from './subject.ts'

/** The buttons at a hunk. */
export function actsOf({ kind }: Subject): Act[] {
  const decide: Act[] = [
    { command: 'caret.review.acceptHunk', label: 'Accept', icon: 'check', isWide: true },
    { command: 'caret.review.rejectHunk', label: 'Reject', icon: 'discard', isWide: true },
  ]
  const stage: Act = {
    ...{ command: 'caret.review.stage', label: 'Stage', icon: 'add', isWide: true },
    undo: { label: 'Unstage', icon: 'remove' },
  }
  const discard: Act = { command: 'caret.review.discard', label: 'Discard', icon: 'discard', isWide: false }
  return [
    ...(kind === 'pending' ? decide : []),
    ...(kind === 'workingTree' ? [stage] : []),
    { command: 'caret.review.tick', label: 'Reviewed', icon: 'pass', isWide: true },
    ...(kind === 'workingTree' ? [discard] : []),
    { command: 'caret.review.previousHunk', label: 'Previous hunk', icon: 'arrow-up', isWide: false },
    { command: 'caret.review.nextHunk', label: 'Next hunk', icon: 'arrow-down', isWide: false },
    { command: 'caret.review.openFile', label: 'Open the file', icon: 'go-to-file', isWide: false },
    { command: 'caret.review.sideBySide', label: 'Side by side or unified', icon: 'split-horizontal', isWide: false },
  ]
}

/** The keys at the foot, as the user has them. */
export function hintsOf(subject: Subject, keyOf: (command: string) => string | undefined): Hint[] {
  const hint = (label: string, ...commands: string[]): Hint[] => {
    const keys = commands.flatMap((command) => keyOf(`caret.review.${command}`) ?? [])
    return keys.length > 0 ? [{ keys, label }] : []
  }
  return [
    ...hint('next, previous', 'nextHunk', 'previousHunk'),
    ...hint('reviewed', 'tick'),
    ...hint('the step', 'tickStep'),
    ...hint('not reviewed', 'untick'),
    ...(subject.kind === 'pending' ? hint('accept, reject', 'acceptHunk', 'rejectHunk') : []),
    ...(subject.kind === 'pending' ? hint('the step', 'acceptStep', 'rejectStep') : []),
    ...(subject.kind === 'workingTree' ? hint('stage', 'stage') : []),
    ...(subject.kind === 'workingTree' ? hint('the file', 'stageFile') : []),
    ...(subject.kind === 'workingTree' ? hint('discard', 'discard') : []),
    ...(subject.kind === 'workingTree' ? hint('commit', 'toCommit') : []),
    ...hint('into the text', 'edit'),
    ...hint('open the file', 'openFile'),
    ...hint('side by side', 'sideBySide'),
    ...hint('repetitive hunks one by one', 'unfold'),
  ]
}
