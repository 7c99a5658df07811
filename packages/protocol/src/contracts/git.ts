import * as z from 'zod'
import { bytes, defineService, event, request, stream } from '../service.ts'

/** Relative to the repository's top, with forward slashes. */
const path = z.string().min(1)
const paths = z.array(path)
const name = z.string().min(1)
const nothing = z.object({})

export const gitRepository = z.object({
  /** Absolute path of the working tree's top. */
  root: z.string(),
  /** The opened folder within it: empty, or a path that ends in a slash. */
  prefix: z.string(),
})
export type GitRepository = z.infer<typeof gitRepository>

const gitChange = z.enum(['modified', 'added', 'deleted', 'renamed', 'copied', 'type-changed', 'untracked'])
export type GitChangeKind = z.infer<typeof gitChange>

const gitConflict = z.enum([
  'both-modified',
  'both-added',
  'both-deleted',
  'added-by-us',
  'added-by-them',
  'deleted-by-us',
  'deleted-by-them',
])

export const gitFile = z.object({
  path,
  /** Where a renamed or copied file came from. */
  from: path.optional(),
  /** What the index has against HEAD. */
  staged: gitChange.optional(),
  /** What the working tree has against the index. */
  unstaged: gitChange.optional(),
  conflict: gitConflict.optional(),
  submodule: z.boolean(),
})
export type GitFileState = z.infer<typeof gitFile>

export const gitState = z.object({
  head: z.object({
    commit: z.string().optional(),
    branch: z.string().optional(),
    upstream: z.string().optional(),
    ahead: z.number().optional(),
    behind: z.number().optional(),
  }),
  operation: z.enum(['merge', 'rebase', 'cherry-pick', 'revert']).optional(),
  files: z.array(gitFile),
})
export type GitState = z.infer<typeof gitState>

/** Zero-based, half-open; a text that ends in a line feed has an empty last line. */
export const lineChange = z.object({
  oldStart: z.number().int().nonnegative(),
  oldEnd: z.number().int().nonnegative(),
  newStart: z.number().int().nonnegative(),
  newEnd: z.number().int().nonnegative(),
})

export const gitBranch = z.object({
  name: z.string(),
  remote: z.boolean(),
  current: z.boolean(),
  commit: z.string(),
  subject: z.string(),
  /** Milliseconds since the epoch. */
  date: z.number(),
  upstream: z.string().optional(),
})

export const gitCommit = z.object({
  id: z.string(),
  parents: z.array(z.string()),
  author: z.string(),
  email: z.string(),
  date: z.number(),
  message: z.string(),
  path: z.string().optional(),
})

const done = z.null()
/** Lines of progress as git writes them. */
const progress = z.string()

/**
 * The repository that holds the opened folder. Failures carry git's own words, and the codes of `GitErrorCode`; everything
 * but `open` and `init` fails with `NoRepository` when there is none.
 */
export const gitService = defineService('git', {
  /** Null when there is no repository, or no git. Throws when git refuses to open it. */
  open: request(nothing, gitRepository.nullable()),
  init: request(nothing, gitRepository),
  status: request(nothing, gitState),
  /** A file as a checkout of the revision would write it; `:` is the index. */
  show: request(z.object({ revision: name, path }), bytes),
  ignored: request(z.object({ paths }), paths),
  log: request(
    z.object({ path: path.optional(), limit: z.number().int().positive(), skip: z.number().int().nonnegative() }),
    z.array(gitCommit),
  ),

  stage: request(z.object({ paths }), done),
  unstage: request(z.object({ paths }), done),
  /** `contents`, where the text to stage is not what the disk has. */
  stageLines: request(z.object({ path, changes: z.array(lineChange), contents: bytes.optional() }), done),
  unstageLines: request(z.object({ path, changes: z.array(lineChange) }), done),
  discard: request(z.object({ paths }), done),

  commit: request(z.object({ message: z.string(), amend: z.boolean(), all: z.boolean() }), done),
  /** Gives the undone commit's message. */
  undoCommit: request(nothing, z.string()),
  proposedMessage: request(nothing, z.string()),

  branches: request(nothing, z.array(gitBranch)),
  createBranch: request(z.object({ name, from: name.optional() }), done),
  switchTo: request(z.object({ name, detach: z.boolean() }), done),
  renameBranch: request(z.object({ from: name, to: name }), done),
  deleteBranch: request(z.object({ name, force: z.boolean() }), done),
  merge: request(z.object({ name }), done),
  rebase: request(z.object({ onto: name }), done),
  continueOperation: request(nothing, done),
  abortOperation: request(nothing, done),

  stashes: request(nothing, z.array(z.object({ index: z.number(), message: z.string() }))),
  stash: request(z.object({ message: z.string().optional(), untracked: z.boolean() }), done),
  popStash: request(z.object({ index: z.number() }), done),
  dropStash: request(z.object({ index: z.number() }), done),

  remotes: request(nothing, z.array(z.object({ name: z.string(), url: z.string() }))),
  addRemote: request(z.object({ name, url: name }), done),
  fetch: stream(z.object({ prune: z.boolean() }), progress, done),
  pull: stream(z.object({ rebase: z.boolean() }), progress, done),
  push: stream(z.object({ publish: name.optional(), forceWithLease: z.boolean() }), progress, done),

  /** Files may look different now; with `repository`, so may the index, HEAD, references, and whether there is any. */
  changed: event(z.object({ repository: z.boolean() })),
  /** A command that was run for the editor or anybody else. */
  command: event(
    z.object({ args: z.array(z.string()), ms: z.number(), code: z.number().nullable(), stderr: z.string() }),
  ),
})
