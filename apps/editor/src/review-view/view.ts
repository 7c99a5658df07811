import type { FileNote, ReviewHunk, ReviewMark, ReviewStep } from '@caret/protocol'
import { reviewService } from '@caret/protocol'
import type { IInstantiationService, IMarkerService } from '@codingame/monaco-vscode-api'
import { DisposableStore, toDisposable } from '@codingame/monaco-vscode-api/vscode/vs/base/common/lifecycle'
import { URI } from '@codingame/monaco-vscode-api/vscode/vs/base/common/uri'
import type { IDiffEditorOptions } from '@codingame/monaco-vscode-api/vscode/vs/editor/common/config/editorOptions'
import type * as vscode from 'vscode'
import type { Engine } from '../engine.ts'
import type { Diagnose } from '../languages/register.ts'
import type { Pending } from '../review/pending.ts'
import { Diff } from './diff.ts'
import { type Followed, followReview, type Known } from './follow.ts'
import './guide.css'
import { createHead, type Head } from './head.ts'
import { actsOf, hintsOf } from './keys.ts'
import { LookAtFiles } from './look-at-files.ts'
import { createPage, type Page } from './page.ts'
import { pendingSet } from './pending-set.ts'
import { problemsOf } from './problems.ts'
import { createRail, type Rail } from './rail.ts'
import {
  folded,
  goTo,
  isGroup,
  meant,
  moved,
  read,
  type Reading,
  staged,
  stagedOf,
  ticked,
  toUnreviewed,
} from './reading.ts'
import { createStaging, type Staging, TextChanged } from './staging.ts'
import { aboutOf, emptyOf, isLive, type Subject } from './subject.ts'

/** What a view needs of the workbench. */
export interface Around {
  engine: Engine
  subject: Subject
  api: typeof vscode
  pending: Pending
  diagnose: Diagnose
  instantiation: IInstantiationService
  markers: IMarkerService
  /** The user's settings of diff editors, for a file. */
  options(path: string | undefined): IDiffEditorOptions
  run(command: string): void
  keyOf(command: string): string | undefined
  openFile(uri: URI, line: number): void
  save(uri: URI): Promise<unknown>
  /** Where one was when the page was closed. */
  place: { read(): string | undefined; write(hunk: string): void }
  onTitle(title: string): void
  fail(error: unknown): void
}

/** What the keys do. */
export interface ReviewActs {
  move(by: 1 | -1): void
  moveStep(by: 1 | -1): void
  tick(reviewed: boolean, of?: 'hunk' | 'step'): void
  fold(folded: boolean): void
  openFile(): void
  edit(): void
  leave(): void
  save(): Promise<void>
  decide(act: 'accept' | 'reject', of: 'hunk' | 'step'): Promise<void>
  /** Into the index, or out of it where all is in it. */
  toggleStaged(of: Extent): Promise<void>
  discard(of: Extent): Promise<void>
}

/** What an act is about: the hunk that one is at, its step, or all hunks of its file. */
export type Extent = 'hunk' | 'step' | 'file'

/** So often a text that goes on changing is read anew. */
const mostTries = 10

/** A review as it is read: its steps at the left, the text of the hunk that one is at, and what is done about it. */
export class ReviewView implements ReviewActs {
  readonly element: HTMLElement
  readonly #own = new DisposableStore()
  readonly #page: Page
  readonly #rail: Rail
  readonly #head: Head
  readonly #diff: Diff
  readonly #followed: Followed
  readonly #looked: LookAtFiles | undefined
  readonly #staging: Staging | undefined
  /** Waits for the next reading. */
  #onRead: (() => void) | undefined
  #reading: Reading | undefined

  constructor(private readonly around: Around) {
    const { engine, subject, pending, instantiation, markers } = around
    this.#rail = createRail({
      goTo: (hunk) => this.#set((reading) => goTo(reading, hunk)),
      tick: (hunks, reviewed) => this.#tick(hunks, reviewed),
      fold: (step, isFolded) => this.#set((reading) => folded(reading, step, isFolded)),
      commit: () => around.run('caret.review.toCommit'),
    })
    this.#head = createHead(
      actsOf(subject),
      (command) => around.run(command),
      (command) => around.keyOf(command),
      (mark) => this.#goToMark(mark),
      (note) => this.#openNoted(note),
    )
    this.#page = createPage(
      this.#rail.element,
      this.#head.element,
      hintsOf(subject, (command) => around.keyOf(command)),
    )
    this.element = this.#page.element
    this.#diff = this.#own.add(new Diff(this.#page.diff, instantiation, (path) => around.options(path)))
    this.#followed = followReview(engine, {
      source: () => (subject.kind === 'pending' ? pendingSet(pending, engine.info.root) : subject),
      problems: (review) => (isLive(subject) ? problemsOf(review, markers) : []),
      concerns: ({ repository }) => subject.kind === 'workingTree' || (subject.kind === 'branch' && repository),
      onKnown: (known) => this.#take(known),
      onReviewed: (hunks, reviewed) => this.#set((reading) => ticked(reading, hunks, reviewed)),
    })
    this.#own.add(toDisposable(() => this.#followed[Symbol.dispose]()))
    if (subject.kind === 'workingTree') this.#staging = createStaging(around.api, engine)
    if (isLive(subject)) this.#looked = this.#own.add(new LookAtFiles(around.api, around.diagnose))
    if (isLive(subject)) this.#own.add(markers.onMarkerChanged(() => this.#followed.checkProblems()))
    if (subject.kind === 'pending') this.#own.add(pending.onChange(() => this.#followed.soon()))
    this.#followed.again()
  }

  focus(): void {
    if (this.#reading?.at !== undefined) this.#rail.list.focus()
    else this.element.focus()
  }

  hasFocus(): boolean {
    return this.element.contains(document.activeElement)
  }

  show(visible: boolean): void {
    this.#followed.show(visible)
  }

  /** Settings are others now. */
  configure(): void {
    this.#diff.configure()
  }

  get isSideBySide(): boolean {
    return this.#diff.isSideBySide
  }

  move(by: 1 | -1): void {
    this.#set((reading) => moved(reading, by))
  }

  moveStep(by: 1 | -1): void {
    this.#set((reading) => {
      const { steps } = reading.review.guide
      const index = steps.findIndex(({ id }) => id === this.#step?.id)
      const step = steps[Math.min(Math.max(index + by, 0), steps.length - 1)]
      return step ? goTo(reading, step.hunks[0]!) : reading
    })
  }

  tick(reviewed: boolean, of: 'hunk' | 'step' = 'hunk'): void {
    const hunks = this.#meant(of)
    if (hunks.length > 0) this.#tick(hunks, reviewed, reviewed ? toUnreviewed : undefined)
  }

  fold(isFolded: boolean): void {
    const step = this.#step
    if (step && isGroup(step)) this.#set((reading) => folded(reading, step.id, isFolded))
  }

  openFile(): void {
    const { hunk } = this
    if (hunk) this.around.openFile(this.#uriOf(hunk.path), this.#diff.line ?? hunk.after.start)
  }

  edit(): void {
    this.#diff.focus()
  }

  leave(): void {
    this.#rail.list.focus()
  }

  async save(): Promise<void> {
    const { hunk } = this
    if (hunk && isLive(this.around.subject)) await this.around.save(this.#uriOf(hunk.path))
  }

  /** Takes or refuses what is proposed; then the next one is shown. */
  async decide(act: 'accept' | 'reject', of: 'hunk' | 'step'): Promise<void> {
    const { pending, subject } = this.around
    const reading = this.#reading
    if (!reading || subject.kind !== 'pending') return
    const hunks = this.#meant(of).map((id) => reading.hunks.get(id)!)
    for (const path of new Set(hunks.map((hunk) => hunk.path))) {
      const file = this.#uriOf(path).fsPath
      const shown = fileOf(reading, path)
      const now = pending.change(file)
      // Lines of another text would be meant.
      if (now?.before !== shown?.before || now?.after !== shown?.after) return this.#followed.soon()
      const own = hunks.filter((hunk) => hunk.path === path)
      await pending[act](file, own.toSorted(inText))
    }
  }

  async toggleStaged(of: Extent): Promise<void> {
    const staging = this.#staging
    if (!staging) return
    const isStaged = this.#reading !== undefined && stagedOf(this.#reading, this.#meant(of)) !== 'whole'
    await this.#attempt(async () => {
      for (let tries = 0; tries < mostTries; tries++) {
        const reading = this.#reading
        const hunks = this.#meant(of)
        if (!reading || hunks.length === 0) return
        this.#set((now) => staged(now, hunks, isStaged))
        if (await staging.stage(reading.review, this.#hunks(reading, hunks), isStaged)) return
        // What was typed just before is not read yet.
        await new Promise<void>((resolve) => {
          this.#onRead = resolve
          this.#followed.soon()
        })
      }
      if (this.hunk) throw new TextChanged(this.hunk.path)
    })
  }

  async discard(of: Extent): Promise<void> {
    const reading = this.#reading
    const hunks = this.#meant(of)
    if (!reading || hunks.length === 0) return
    await this.#attempt(async () => this.#staging?.discard(reading.review, this.#hunks(reading, hunks)))
  }

  dispose(): void {
    this.#own.dispose()
  }

  /** Whatever comes of it, what there is now is read again. */
  async #attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.around.fail(error)
    } finally {
      this.#followed.soon()
    }
  }

  #hunks({ hunks }: Reading, ids: readonly string[]): ReviewHunk[] {
    return ids.map((id) => hunks.get(id)!)
  }

  get hunk(): ReviewHunk | undefined {
    return this.#reading?.hunks.get(this.#reading.at ?? '')
  }

  get #step(): ReviewStep | undefined {
    return this.#reading?.steps.get(this.#reading.at ?? '')
  }

  #meant(of: Extent): readonly string[] {
    if (of === 'step') return this.#step?.hunks ?? []
    const { hunk } = this
    if (of === 'file')
      return this.#reading?.order.filter((id) => this.#reading!.hunks.get(id)!.path === hunk?.path) ?? []
    return this.#reading ? meant(this.#reading, this.#reading.at) : []
  }

  #take(known: Known): void {
    const { subject } = this.around
    if (known.kind === 'read') {
      const { review } = known
      // What had the focus while nothing was there to read: the page, or a button that goes.
      const hadFocus = this.#reading?.at === undefined && this.hasFocus()
      this.#reading = read(review, this.#reading, this.around.place.read())
      this.around.onTitle(review.changeSet.title)
      void this.#looked?.look(review)
      this.#onRead?.()
      if (review.guide.steps.length > 0) {
        this.#draw()
        if (hadFocus) this.focus()
        return
      }
      this.#diff.clear()
      this.#page.showMessage({ icon: 'pass', ...emptyOf(subject), actions: [] })
    } else if (known.kind === 'failed') {
      const actions = [{ label: 'Try Again', run: () => this.#followed.again() }]
      this.#page.showMessage({ icon: 'warning', title: 'This cannot be reviewed', text: known.message, actions })
    } else if (known.kind === 'stopped') {
      const actions = [{ label: 'Go On', run: () => this.#followed.again() }]
      this.#page.showMessage({ icon: 'circle-slash', title: 'Stopped', text: 'Nothing was read.', actions })
    } else if (!this.#reading) {
      const text = `${aboutOf(subject)}: reading …`
      const actions = [{ label: 'Stop', run: () => this.#followed.stop() }]
      this.#page.showMessage({ icon: 'loading codicon-modifier-spin', title: text, text: '', actions })
    }
  }

  #set(change: (reading: Reading) => Reading): void {
    const before = this.#reading
    if (!before) return
    this.#reading = change(before)
    if (this.#reading !== before) this.#draw()
  }

  #draw(): void {
    const reading = this.#reading
    const hunk = this.hunk
    if (!reading || !hunk) return
    const { subject, place } = this.around
    place.write(hunk.id)
    this.#rail.update(reading, aboutOf(subject, reading.review.changeSet.title))
    this.#head.update(reading)
    const file = fileOf(reading, hunk.path)
    const note = reading.review.notes.find(({ path, shown }) => path === hunk.path && !shown)
    this.#page.showReview(file ? undefined : note)
    if (!file) return this.#diff.clear()
    const inFile = reading.review.guide.hunks.filter(({ path }) => path === hunk.path)
    const step = reading.steps.get(hunk.id)
    const [together, others] = [[], []] as [ReviewHunk[], ReviewHunk[]]
    for (const each of inFile) (reading.steps.get(each.id) === step ? together : others).push(each)
    const shown = { root: reading.review.root, file, hunk, together, others, isLive: isLive(subject) }
    void this.#diff.show(shown).catch((error: unknown) => this.around.fail(error))
  }

  #tick(hunks: readonly string[], reviewed: boolean, then = (reading: Reading) => reading): void {
    this.#set((reading) => then(ticked(reading, hunks, reviewed)))
    const service = this.around.engine.use(reviewService)
    service.setReviewed({ hunks: [...hunks], reviewed }).catch((error: unknown) => {
      this.#set((reading) => ticked(reading, hunks, !reviewed))
      this.around.fail(error)
    })
  }

  #goToMark(mark: ReviewMark): void {
    this.#diff.goTo(mark)
  }

  #openNoted({ path }: FileNote): void {
    this.around.openFile(this.#uriOf(path), 0)
  }

  #uriOf(path: string): URI {
    return URI.file(`${this.#reading!.review.root}/${path}`)
  }
}

const inText = (a: ReviewHunk, b: ReviewHunk) => a.after.start - b.after.start || a.before.start - b.before.start

const fileOf = ({ review }: Reading, path: string) =>
  review.changeSet.files.find((file) => (file.to ?? file.path) === path)
