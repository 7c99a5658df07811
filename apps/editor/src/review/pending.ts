/// <reference types="@codingame/monaco-vscode-api/vscode-dts/vscode.proposed.textDocumentChangeReason" />
import type { Acceptance } from '@caret/protocol'
import {
  accept,
  applyEdits,
  type ChangeSet,
  diffLines,
  type Edit,
  edited,
  editsOf,
  type FileChange,
  type Hunk,
  hunksOf,
  reject,
} from '@caret/text'
import { Emitter } from '@codingame/monaco-vscode-api/vscode/vs/base/common/event'
import type * as vscode from 'vscode'
import { type Proposals, proposalSource } from '../proposals.ts'
import { documentName, isUntitled } from '../document-name.ts'
import { type FileDocuments, namedDocuments } from '../file-documents.ts'
import { createDecided } from './decided.ts'
import { isFromDisk, type Saved, watchSaved } from './saved.ts'
import { acceptanceOf, type Proposal, type Sources } from './sources.ts'
import { type Texts, textsOf } from './texts.ts'

/** By path, the texts that were decided on; null for a file that was not there. */
export interface Memory {
  read(): Record<string, string | null>
  write(texts: Record<string, string | null>): void
}

/** The files with changes that wait for a decision, each as its `FileChange` between what was decided and what is in the editor. */
export class Pending {
  readonly #changes = new Map<string, { change: FileChange; hunks: Hunk[] }>()
  /** How many write proposals into a file bit by bit. */
  readonly #growing = new Map<string, number>()
  readonly #files: FileDocuments
  readonly #texts: Texts
  readonly #saved: Saved
  readonly #decided = createDecided()
  readonly #changed = new Emitter<string>()
  /** Tells the path of a file of which other hunks wait now, or none. */
  readonly onChange = this.#changed.event
  readonly #accepted = new Emitter<Acceptance>()
  /** Proposals of which something was accepted already: with the first of it goes what was not saved then. */
  readonly #told = new Set<string>()
  /** Tells what was accepted, in order. */
  readonly onAccept = this.#accepted.event

  /**
   * @param memory outlives the page
   * @param sources know whose each hunk is
   */
  constructor(
    api: typeof vscode,
    private readonly memory: Memory,
    private readonly sources: Sources,
    private readonly proposals: Proposals,
  ) {
    this.#files = namedDocuments(api)
    this.#texts = textsOf(api, proposals)
    this.#files.onChange((event) => this.#follow(event))
    // Hears of a change after that: what it was before is asked for until then.
    this.#saved = watchSaved(this.#files)
    this.#files.onClose(({ uri }) => this.#leave(nameOf(uri)))
    this.#files.onOpen((document) => this.#meet(document))
    api.workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) this.#move(oldUri.fsPath, newUri.fsPath)
    })
    api.workspace.onDidDeleteFiles(({ files }) => {
      for (const { fsPath } of files) this.#drop(fsPath)
    })
  }

  /** The hunks of a file that wait, in order. */
  hunks(path: string): readonly Hunk[] {
    return this.#changes.get(path)?.hunks ?? []
  }

  /** The text of a file that was decided on. */
  before(path: string): string {
    return this.#changes.get(path)?.change.before ?? ''
  }

  /** The change of a file that waits, between the text that was decided on and that in the editor. */
  change(path: string): FileChange | undefined {
    return this.#changes.get(path)?.change
  }

  /** Whether a proposal is still being written into the file: until it is whole, there is nothing to decide. */
  isGrowing(path: string): boolean {
    return (this.#growing.get(path) ?? 0) > 0
  }

  paths(): string[] {
    return [...this.#changes.keys()]
  }

  /** Goes on with what waited when the page was closed. */
  async restore(): Promise<void> {
    for (const [path, before] of Object.entries(this.memory.read())) {
      const after = await this.#texts.read(path)
      this.#set({ path, ...(before !== null && { before }), ...(after !== undefined && { after }) })
    }
  }

  /** Puts a change set into the editor, to be decided on. Texts in it must be those that the editor has. */
  async propose({ files, ...proposal }: ChangeSet): Promise<void> {
    for (const file of files) {
      this.sources.add(proposal, file, this.#isUnsaved(file.path))
      const known = this.#changes.get(file.path)?.change
      this.#saved.watch(file.path, file.before)
      // What waits already goes on waiting.
      const change = known ? { ...file, ...(known.before !== undefined && { before: known.before }) } : file
      // Before it is written, so that what the user types meanwhile is told from it; shown once it is.
      this.#keep(change)
      const isWritten = await this.#texts.write(change.path, file.before, change.after)
      if (!isWritten) this.#keep(known ?? { ...change, after: file.before })
      this.#changed.fire(change.path)
      if (!isWritten) throw new Error(`${file.path} could not be changed.`)
    }
  }

  /** Until disposed, edits of the document that are made as `proposalEdit` are proposed; what else is edited is the user's. */
  grow(document: vscode.TextDocument, proposal: Proposal): Disposable {
    const path = nameOf(document.uri)
    const add = (by: number) => this.#growing.set(path, (this.#growing.get(path) ?? 0) + by)
    add(1)
    const text = document.getText()
    const wasUnsaved = document.isDirty
    this.#saved.watch(path, text)
    this.#set(this.#changes.get(path)?.change ?? { path, before: text, after: text })
    return {
      [Symbol.dispose]: () => {
        add(-1)
        const change = this.#changes.get(path)?.change
        if (!change) return
        this.sources.add(proposal, { path, before: text, after: document.getText() }, wasUnsaved)
        this.#set(change)
      },
    }
  }

  async accept(path: string, hunks: readonly Hunk[] = this.hunks(path)): Promise<void> {
    const start = this.#changes.get(path)?.change
    if (!start || this.isGrowing(path)) return
    const accepted = acceptanceOf(start, hunks, this.sources)
    const first = new Set(accepted.map(({ id }) => id).filter((id) => !this.#told.has(id)))
    const unsaved = first.size > 0 ? this.#unsavedBeside(path) : []
    await this.#decide(start, hunks, accept)
    // Only files can be gone back to.
    if (isUntitled(path)) return
    for (const each of accepted) {
      this.#told.add(each.id)
      this.#accepted.fire({ ...each, unsaved: first.delete(each.id) ? unsaved : [] })
    }
  }

  async reject(path: string, hunks: readonly Hunk[] = this.hunks(path)): Promise<void> {
    const start = this.#changes.get(path)?.change
    if (!start || this.isGrowing(path)) return
    await this.#decide(start, hunks, reject)
    if (!this.#changes.has(path)) await this.#saved.settle(path)
  }

  async #decide(start: FileChange, hunks: readonly Hunk[], decide: typeof accept): Promise<void> {
    // The last one first, so that the others stay where they are.
    const change = hunks.toReversed().reduce(decide, start)
    this.#keep(change)
    await this.#texts.write(start.path, start.after, change.after)
    this.#changed.fire(start.path)
  }

  #isUnsaved(path: string): boolean {
    return this.#files.at(path)?.isDirty ?? false
  }

  /** Texts of other files that are not saved, without what waits for a decision. */
  #unsavedBeside(path: string): Acceptance['unsaved'] {
    return this.#files.all().flatMap((document) => {
      const { uri, isDirty } = document
      if (!isDirty || uri.scheme !== 'file' || uri.fsPath === path) return []
      const waiting = this.#changes.get(uri.fsPath)
      const text = waiting ? waiting.change.before : document.getText()
      return text === undefined ? [] : [{ path: uri.fsPath, text }]
    })
  }

  #set(change: FileChange): void {
    this.#keep(change)
    this.#changed.fire(change.path)
  }

  #keep(change: FileChange): void {
    this.#decided.remember(change)
    const hunks = hunksOf(change)
    const grows = this.isGrowing(change.path)
    const known = this.#changes.get(change.path)?.change
    if (grows || hunks.length > 0 || (change.before === undefined) !== (change.after === undefined)) {
      this.#changes.set(change.path, { change, hunks })
      this.proposals.waiting.add(change.path)
    } else {
      this.#changes.delete(change.path)
      this.sources.forget(change.path)
      this.proposals.waiting.delete(change.path)
    }
    // A keystroke within a proposal changes nothing of what is remembered.
    if (known && this.#changes.has(change.path) && known.before === change.before) return
    // What was never saved may be another text when the page is back.
    const files = [...this.#changes].filter(([path]) => !isUntitled(path))
    const entries = files.map(([path, known]) => [path, known.change.before ?? null] as const)
    this.memory.write(Object.fromEntries(entries))
  }

  #follow(event: vscode.TextDocumentChangeEvent): void {
    const { document, contentChanges: changes, reason, detailedReason } = event
    if (changes.length === 0) return
    const path = nameOf(document.uri)
    const text = document.getText()
    if ((reason !== undefined || isFromDisk(event)) && this.#comeBack(path, text)) return
    const known = this.#changes.get(path)?.change
    if (!known || known.after === text) return
    // What was thrown away was decided on, too.
    if (isFromDisk(event) && this.#saved.isUnsaved(path)) return this.#set({ ...known, before: text, after: text })
    if (detailedReason?.source === proposalSource) return this.#set({ ...known, after: text })
    const edits = changes.map(({ rangeOffset, rangeLength, text: insert }) => {
      return { offset: rangeOffset, remove: rangeLength, insert }
    })
    this.#edit(known, text, edits)
  }

  /** Takes a text that a file had before for what it was then: proposed, accepted or never proposed. Gives whether it had it. */
  #comeBack(path: string, text: string): boolean {
    const past = this.#decided.recall(path, text)
    if (!past) return false
    if (!this.#changes.has(path)) this.sources.recall(path)
    this.#set(past)
    return true
  }

  /** The user has given a file, or a folder of files, another name: what waits goes along. */
  #move(from: string, to: string): void {
    for (const { change } of this.#at(from)) {
      const path = to + change.path.slice(from.length)
      this.sources.move(change.path, path)
      this.#saved.move(change.path, path)
      this.#set({ path: change.path })
      this.#set({ ...change, path })
      const document = this.#files.at(path)
      if (document) this.#meet(document)
    }
  }

  /** The user has deleted a file, or a folder of files. */
  #drop(path: string): void {
    for (const { change } of this.#at(path)) if (change.after !== undefined) this.#set({ path: change.path })
  }

  /** What waits in a file, or in the files of a folder. */
  #at(path: string): { change: FileChange }[] {
    const isThere = (file: string) => file === path || file.startsWith(`${path}/`) || file.startsWith(`${path}\\`)
    return [...this.#changes.values()].filter(({ change }) => isThere(change.path))
  }

  /** What was never saved is gone once it is closed, or is a file now. */
  #leave(path: string): void {
    const change = this.#changes.get(path)?.change
    if (change?.after !== undefined && isUntitled(path)) this.#set({ ...change, before: change.after })
  }

  /** A document that was closed may come back with another text: what was not saved is thrown away, or the file has changed. */
  #meet(document: vscode.TextDocument): void {
    const path = nameOf(document.uri)
    const text = document.getText()
    const known = this.#changes.get(path)?.change
    if (known?.after === undefined || known.after === text || this.isGrowing(path)) return
    if (this.#comeBack(path, text)) return
    if (this.#saved.throwAway(path)) this.#set({ ...known, before: text, after: text })
    else this.#edit(known, text, [])
  }

  /** What others than proposals have made of a text: by these edits, if they explain it. */
  #edit(known: FileChange, text: string, edits: readonly Edit[]): void {
    const { after = '' } = known
    // The workbench lists them last first. Of a text that is another than was thought, only the text counts.
    const fits =
      text.length === edits.reduce((length, { remove, insert }) => length - remove + insert.length, after.length)
    const all =
      fits && applyEdits(after, edits) === text ? edits : editsOf(after, text, diffLines(after, text)).toReversed()
    this.#set(all.reduce(edited, known))
  }
}

const nameOf = (uri: vscode.Uri) => documentName(uri)!
