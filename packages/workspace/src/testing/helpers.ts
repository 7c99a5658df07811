import { expect } from 'vitest'
import type { FilesOptions, SearchHit, SearchQuery, Workspace, WorkspaceErrorCode } from '../workspace.ts'

/** Opens a new workspace with these files in it. */
export type Open = (files: Record<string, string>) => Promise<Workspace>

/** All paths that `files` gives, in order. */
export async function allFiles(workspace: Workspace, options?: FilesOptions): Promise<string[]> {
  return (await drain(workspace.files(options))).toSorted()
}

/** All hits of a search, by path and line. */
export async function allHits(workspace: Workspace, query: SearchQuery): Promise<SearchHit[]> {
  const hits = await drain(workspace.search(query))
  return hits.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line))
}

export async function expectError(promise: Promise<unknown>, code: WorkspaceErrorCode): Promise<void> {
  await expect(promise).rejects.toMatchObject({ name: 'WorkspaceError', code })
}

/** Names in a folder, in order; without `.git`, which some kinds have at the top. */
export async function namesIn(workspace: Workspace, path: string): Promise<string[]> {
  return (await workspace.list(path)).flatMap(({ name }) => (name === '.git' ? [] : name)).toSorted()
}

async function drain<T>(batches: AsyncIterable<T[]>): Promise<T[]> {
  const all: T[] = []
  for await (const batch of batches) all.push(...batch)
  return all
}
