import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Channel, connect, createConnection, reviewService, type Socket } from '@caret/protocol'
import { readReview } from '@caret/review'
import { openWorkspace } from '@caret/workspace'
import { expect, test, vi } from 'vitest'
import { Disposables } from '../disposables.ts'
import { findRepository } from '../git.ts'
import { openPlace } from '../place.ts'
import { openReviewed } from './reviewed.ts'
import { openReviews, serveReview } from './review.ts'

/** A folder, and the review service for it over a connection as a page has it; what reads is not in a thread here. */
async function scene() {
  const owned = new Disposables()
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'caret-engine-review-')))
  owned.defer(() => rm(folder, { recursive: true, force: true }))
  const data = await realpath(await mkdtemp(join(tmpdir(), 'caret-engine-review-data-')))
  owned.defer(() => rm(data, { recursive: true, force: true }))
  const place = owned.use(await openPlace(await openWorkspace(folder)))
  const repository = owned.use(findRepository(place))
  const reviews = owned.use(openReviews(place, repository, join(data, 'reviewed.json')))
  const reader = {
    read: ({ unsaved, ...options }: Parameters<ReturnType<typeof reviews.reader>['read']>[0]) =>
      readReview({ ...options, unsaved: new Map(Object.entries(unsaved)) }),
  }
  const [page, engine] = [owned.use(new Channel()), owned.use(new Channel())]
  const toPage: Socket = { send: (frame) => queueMicrotask(() => engine.receive(toEngine, frame)), close: () => {} }
  const toEngine: Socket = { send: (frame) => queueMicrotask(() => page.receive(toPage, frame)), close: () => {} }
  const [client, server] = [createConnection(page), createConnection(engine)]
  page.attach(toPage, 0)
  engine.attach(toEngine, 0)
  owned.use(serveReview(server, { ...reviews, reader: () => ({ ...reader, on: () => ({ [Symbol.dispose]() {} }) }) }))
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], { cwd: folder })
  return {
    ...{ folder, data, place, git, review: connect(client, reviewService) },
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
  }
}

const numbers = Array.from({ length: 12 }, (_, at) => `export const n${at} = ${at}\n`)
const text = (...changed: number[]) =>
  numbers.map((line, at) => (changed.includes(at) ? line.replace(' = ', ' = 1') : line)).join('')
const source = { kind: 'workingTree' } as const

test('what is reviewed stays so through edits elsewhere, a commit and a restart', async () => {
  await using place = await scene()
  const { folder, data, git, review } = place
  await expect(review.open({ source })).rejects.toMatchObject({ code: 'NoRepository' })
  git('init', '--quiet', '--initial-branch=main')
  await writeFile(join(folder, 'a.ts'), text())
  git('add', '.')
  git('commit', '--quiet', '--message', 'First')
  await writeFile(join(folder, 'a.ts'), text(1, 9))
  await vi.waitFor(async () => expect((await review.open({ source })).guide.hunks).toHaveLength(2), 10_000)

  const told: { hunks: string[]; reviewed: boolean }[] = []
  review.on('reviewed', (mark) => told.push(mark))
  const first = await review.open({ source })
  expect(first.root).toBe(folder)
  expect(first.reviewed).toEqual([])
  const [one, two] = first.guide.hunks.map(({ id }) => id) as [string, string]
  await review.setReviewed({ hunks: [one, two], reviewed: true })
  expect(told).toEqual([{ hunks: [one, two], reviewed: true }])

  // An unsaved edit above, and one of the second hunk.
  place.place.workspace.buffers.set('a.ts', `\n${text(1)}`.replace('n9 = 9', 'n9 = 29'))
  const edited = await review.open({ source })
  expect(edited.guide.hunks).toHaveLength(3)
  expect(edited.reviewed).toEqual([one])

  place.place.workspace.buffers.delete('a.ts')
  git('commit', '--quiet', '--all', '--message', 'Second')
  const committed = await review.open({ source: { kind: 'commit', commit: 'HEAD' } })
  expect(committed.reviewed.sort()).toEqual([one, two].sort())
  await review.setReviewed({ hunks: [two], reviewed: false })
  await vi.waitFor(async () => expect(JSON.parse(await readFile(join(data, 'reviewed.json'), 'utf8'))).toEqual([one]))
  await using again = openReviewed(join(data, 'reviewed.json'))
  expect(await again.among([one, two])).toEqual([one])
})

test('a change set needs no repository; who has a page open is told of changes', async () => {
  await using place = await scene()
  const files = [{ path: 'a.ts', before: 'a\n', after: 'b\n' }]
  const changeSet = { id: '1', title: 'A change', origin: { kind: 'chat' as const }, files }
  const { guide } = await place.review.open({ source: { kind: 'changeSet', changeSet } })
  expect(guide.steps).toHaveLength(1)
  const changes: { repository: boolean }[] = []
  place.review.on('changed', (change) => changes.push(change))
  await writeFile(join(place.folder, 'a.ts'), 'x')
  await vi.waitFor(() => expect(changes).toContainEqual({ repository: false }), 10_000)
})

test('what is damaged is forgotten', async () => {
  await using place = await scene()
  const file = join(place.data, 'damaged.json')
  await writeFile(file, '[1, "a", ')
  await using reviewed = openReviewed(file)
  expect(await reviewed.among(['a'])).toEqual([])
})
