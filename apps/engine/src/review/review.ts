import { Worker } from 'node:worker_threads'
import { type Client, type MessageConnection, reviewService, serve } from '@caret/protocol'
import { coalesce } from '../coalesce.ts'
import { Disposables } from '../disposables.ts'
import { NoRepository, type Repository } from '../git.ts'
import type { Place } from '../place.ts'
import { readerService } from './contract.ts'
import { openReviewed, type Reviewed } from './reviewed.ts'
import { openThread } from '../thread.ts'

type Reader = Client<(typeof readerService)['methods']>

/** Reviews of one folder: a thread that reads changes, and what was reviewed of them. */
export interface Reviews extends AsyncDisposable {
  place: Place
  repository: Repository
  reviewed: Reviewed
  /** Starts the thread when first called. */
  reader(): Reader
  mark(hunks: readonly string[], reviewed: boolean): void
  onMark(listener: (mark: { hunks: string[]; reviewed: boolean }) => void): Disposable
}

/** @param file where it is kept what was reviewed */
export function openReviews(place: Place, repository: Repository, file: string): Reviews {
  const reviewed = openReviewed(file)
  const listeners = new Set<(mark: { hunks: string[]; reviewed: boolean }) => void>()
  const start = () => new Worker(new URL('./worker.ts', import.meta.url), { name: 'review' })
  const thread = openThread(start, readerService)

  return {
    ...{ place, repository, reviewed },
    reader: thread.client,
    mark: (hunks, isReviewed) => {
      reviewed.set(hunks, isReviewed)
      for (const listener of listeners) listener({ hunks: [...hunks], reviewed: isReviewed })
    },
    onMark: (listener) => {
      listeners.add(listener)
      return { [Symbol.dispose]: () => void listeners.delete(listener) }
    },
    [Symbol.asyncDispose]: async () => {
      await thread[Symbol.asyncDispose]()
      await reviewed[Symbol.asyncDispose]()
    },
  }
}

/** At most so often a page is told that the working tree has changed, in milliseconds. */
const calmMs = 300

/** Lets a page read changes, and say what it has reviewed. */
export function serveReview(connection: MessageConnection, reviews: Reviews): AsyncDisposable {
  const { place, repository, reviewed } = reviews
  const owned = new Disposables()
  const served = owned.use(
    serve(connection, reviewService, {
      open: async ({ source, problems }, signal) => {
        const git = await repository.open()
        if (!git && source.kind !== 'changeSet') throw new NoRepository()
        const { buffers } = place.workspace
        const unsaved = buffers.paths().map((path) => [`${git?.prefix ?? ''}${path}`, buffers.get(path) ?? ''] as const)
        const options = {
          ...{ folder: source.kind === 'changeSet' ? place.root : (git?.root ?? place.root), source },
          unsaved: source.kind === 'workingTree' ? Object.fromEntries(unsaved) : {},
          ...(problems && { problems }),
        }
        const read = await reviews.reader().read(options, signal)
        return { ...read, reviewed: await reviewed.among(read.guide.hunks.map(({ id }) => id)) }
      },
      setReviewed: ({ hunks, reviewed: isReviewed }) => {
        reviews.mark(hunks, isReviewed)
        return null
      },
    }),
  )
  let isRepository = false
  const tell = owned.use(
    coalesce(() => {
      served.emit('changed', { repository: isRepository })
      isRepository = false
    }, calmMs),
  )
  const soon = (change: { repository: boolean }) => {
    isRepository ||= change.repository
    tell.soon()
  }
  owned.use(repository.onChange(soon))
  owned.use(place.workspace.buffers.onChange(() => soon({ repository: false })))
  owned.use(reviews.onMark((mark) => served.emit('reviewed', mark)))
  return owned
}
