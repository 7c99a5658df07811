import { gitService, RemoteError, type Review, type ReviewHunk } from '@caret/protocol'
import { diffLines, type FileChange, type Hunk, linesOf, touches } from '@caret/text'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import { type LineChange, reverting, within } from '../git/line-changes.ts'
import { count } from './words.ts'

/** What becomes of a working tree's hunks: of all that is asked, one thing at a time. */
export interface Staging {
  /**
   * Puts hunks into git's index, as their text is in the editor, saved or not, or takes them out of it.
   * @throws InConflict
   * @returns false where the file has another text by now, and nothing was done
   */
  stage(review: Review, hunks: readonly ReviewHunk[], isStaged: boolean): Promise<boolean>
  /**
   * Gives the hunks' lines back what HEAD has, after a question, as an edit that can be undone. A new file goes to the trash
   * where there is one.
   * @throws InConflict, TextChanged
   */
  discard(review: Review, hunks: readonly ReviewHunk[]): Promise<void>
}

/** A merge's conflict is not resolved in a file, so its lines belong to no side yet. */
export class InConflict extends Error {
  override name = 'InConflict'
  constructor(path: string) {
    super(`${path} has a merge's conflict. Resolve it in the file, and stage the file in Source Control.`)
  }
}

/** The text of a file is not the one that was looked at. */
export class TextChanged extends Error {
  override name = 'TextChanged'
  constructor(path: string) {
    super(`${path} has changed meanwhile, so nothing was done. Look at the change as it is now, and try again.`)
  }
}

export function createStaging(api: typeof vscode, engine: Engine): Staging {
  const git = engine.use(gitService)
  let last: Promise<unknown> = Promise.resolve()
  // Lines are told by what the index has just now: who asks twice in a row means what it has after the first.
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    last = next.catch(() => {})
    return next
  }

  /** What the index has of a file, as the editor would read it. */
  async function indexed(path: string): Promise<string | undefined> {
    try {
      return new TextDecoder().decode(await git.show({ revision: ':', path }))
    } catch (error) {
      if (error instanceof RemoteError && error.code === 'NotFound') return undefined
      throw error
    }
  }

  /** The file as the editor has it; undefined where that is not what is reviewed. */
  async function documentOf(review: Review, { path, to = path, after }: FileChange) {
    if (after === undefined) return undefined
    const document = await api.workspace.openTextDocument(api.Uri.file(`${review.root}/${to}`))
    // An editor has one kind of line break in a text.
    const bare = (text: string) => text.replaceAll('\r\n', '\n')
    return bare(document.getText()) === bare(after) ? document : undefined
  }

  async function stageFile(review: Review, { path, from, file }: Part): Promise<boolean> {
    const document = file && (await documentOf(review, file))
    if (file?.after !== undefined && !document) return false
    const gone = from !== undefined && (await indexed(from)) !== undefined ? [from] : []
    // What git would read from the disk is not all that is reviewed.
    const isUnsaved = file !== undefined && document?.isDirty === true
    if (isUnsaved && !(await stageText(review, path, file, whole(file)))) return false
    const paths = isUnsaved ? gone : [path, ...gone]
    if (paths.length > 0) await git.stage({ paths })
    return true
  }

  async function stageText(review: Review, path: string, file: FileChange, hunks: readonly Hunk[]): Promise<boolean> {
    const document = await documentOf(review, file)
    if (!document) return false
    const open = diffLines((await indexed(path)) ?? '', file.after!).map(changeOf)
    const changes = hunks.flatMap(({ after }) => within(open, after))
    if (changes.length === 0) return true
    const { encoding } = document
    const contents = document.isDirty ? await api.workspace.encode(file.after!, { encoding }) : undefined
    await git.stageLines({ path, changes, ...(contents && { contents }) })
    return true
  }

  async function unstageText(path: string, { before = '' }: FileChange, hunks: readonly Hunk[]): Promise<void> {
    const staged = diffLines(before, (await indexed(path)) ?? '')
    const changes = staged.filter((each) => hunks.some((hunk) => touches(each.before, hunk.before))).map(changeOf)
    if (changes.length > 0) await git.unstageLines({ path, changes })
  }

  async function stagePart(review: Review, part: Part, isStaged: boolean): Promise<boolean> {
    const { path, from, file, hunks } = part
    if (file && part.hasLines && from === undefined) {
      if (isStaged) return stageText(review, path, file, hunks)
      await unstageText(path, file, hunks)
      return true
    }
    if (isStaged) return stageFile(review, part)
    await git.unstage({ paths: [path, ...(from === undefined ? [] : [from])] })
    return true
  }

  async function discardPart(review: Review, part: Part): Promise<boolean> {
    const { path, from, file, hunks } = part
    const document = file && (await documentOf(review, file))
    if (file?.after !== undefined && !document) return false
    if (hunks.some(({ id }) => review.staged?.[id])) await stagePart(review, part, false)
    if (!document || !part.hasLines) {
      await git.discard({ paths: [path, ...(from === undefined ? [] : [from])] })
      return true
    }
    const { isDirty } = document
    const linesIn = (text = '') => text.split(/\r?\n/)
    const [old, fresh] = [linesIn(file?.before), linesIn(file?.after)]
    const edit = new api.WorkspaceEdit()
    for (const hunk of hunks) {
      const eol = document.eol === api.EndOfLine.CRLF ? '\r\n' : '\n'
      const { startLine, startColumn, endLine, endColumn, text } = reverting(changeOf(hunk), old, fresh, eol)
      edit.replace(document.uri, new api.Range(startLine, startColumn, endLine, endColumn), text)
    }
    // What was not saved before is not saved now.
    return (await api.workspace.applyEdit(edit)) && (isDirty || document.save())
  }

  const each = async (review: Review, hunks: readonly ReviewHunk[], work: (part: Part) => Promise<boolean>) => {
    const parts = partsOf(review, hunks)
    const results: boolean[] = []
    for (const part of parts) results.push(await work(part))
    return results.every(Boolean)
  }

  return {
    stage: (review, hunks, isStaged) => inTurn(() => each(review, hunks, (part) => stagePart(review, part, isStaged))),
    discard: async (review, hunks) => {
      const { question, action } = questionOf(partsOf(review, hunks))
      if ((await api.window.showWarningMessage(question, { modal: true }, action)) !== action) return
      const isDone = await inTurn(() => each(review, hunks, (part) => discardPart(review, part)))
      if (!isDone) throw new TextChanged(hunks[0]!.path)
    },
  }
}

/** Hunks of one file. */
interface Part {
  path: string
  /** Where it was before. */
  from: string | undefined
  /** None where its text is not shown. */
  file: FileChange | undefined
  hunks: readonly ReviewHunk[]
  /** Whether there are lines on both sides to choose from; else it is all of the file that comes, goes or changes. */
  hasLines: boolean
}

function partsOf({ changeSet, notes }: Review, hunks: readonly ReviewHunk[]): Part[] {
  return [...new Set(hunks.map(({ path }) => path))].map((path) => {
    if (notes.some((note) => note.path === path && note.kind === 'conflict')) throw new InConflict(path)
    const file = changeSet.files.find((each) => (each.to ?? each.path) === path)
    const own = hunks.filter((hunk) => hunk.path === path)
    const isBoth = file?.before !== undefined && file.after !== undefined
    const hasLines = isBoth && own.every(({ before, after }) => before.start < before.end || after.start < after.end)
    return { path, from: file && file.path !== path ? file.path : undefined, file, hunks: own, hasLines }
  })
}

const whole = ({ after = '' }: FileChange): Hunk[] => [
  { before: { start: 0, end: 0 }, after: { start: 0, end: linesOf(after).length } },
]

const changeOf = ({ before, after }: Hunk): LineChange => ({
  ...{ oldStart: before.start, oldEnd: before.end },
  ...{ newStart: after.start, newEnd: after.end },
})

function questionOf(parts: readonly Part[]): { question: string; action: string } {
  const fresh = parts.filter(({ file }) => file && file.before === undefined)
  const where = parts.length === 1 ? `'${parts[0]!.path}'` : `${parts.length} files`
  if (fresh.length === parts.length) {
    const back = 'What is in no commit can only come back from the trash, where there is one.'
    return { question: `Are you sure you want to DELETE ${where}? ${back}`, action: 'Delete' }
  }
  const what = count(parts.flatMap(({ hunks }) => hunks).length, 'change')
  const then = parts.every(({ hasLines }) => hasLines)
    ? 'Undo in the text brings back what was there.'
    : fresh.length > 0
      ? `${fresh.length} of them are new and will be DELETED.`
      : 'It will be lost.'
  return { question: `Are you sure you want to discard ${what} in ${where}? ${then}`, action: 'Discard' }
}
