import * as z from 'zod'
import { bytes, defineService, event, notice, request } from '../service.ts'

/** Absolute, in the engine's own file system. */
const path = z.string().min(1)

export const fileType = z.enum(['file', 'directory', 'other'])

export const fileStat = z.object({
  type: fileType,
  /** True for a symbolic link; `type` is then its target's. */
  link: z.boolean(),
  readonly: z.boolean(),
  /** Bytes. */
  size: z.number(),
  /** Milliseconds since the epoch. */
  modified: z.number(),
  created: z.number(),
})
export type FileStat = z.infer<typeof fileStat>

export const fileChange = z.object({ path, kind: z.enum(['created', 'changed', 'deleted']) })
export type FileChange = z.infer<typeof fileChange>

/**
 * Files of the opened folder and of the user's part of the data folder. Anything else is refused, except reading what a
 * link inside the folder leads to. Errors carry the codes of `WorkspaceErrorCode`.
 */
export const filesService = defineService('files', {
  stat: request(z.object({ path }), fileStat),
  list: request(z.object({ path }), z.array(z.object({ name: z.string(), type: fileType, link: z.boolean() }))),
  read: request(z.object({ path }), bytes),
  /** Writes atomically: a reader, or a crash, sees the old contents or the new ones. */
  write: request(z.object({ path, contents: bytes, create: z.boolean(), overwrite: z.boolean() }), z.null()),
  createDirectory: request(z.object({ path }), z.null()),
  delete: request(z.object({ path, recursive: z.boolean(), trash: z.boolean() }), z.null()),
  rename: request(z.object({ from: path, to: path, overwrite: z.boolean() }), z.null()),
  copy: request(z.object({ from: path, to: path, overwrite: z.boolean() }), z.null()),
  /** Changes on disk, whoever made them; within the opened folder, ignored files included, and the user's data. */
  changed: event(z.array(fileChange)),
})

/** One replaced stretch of a document, in UTF-16 units of the text before it. */
export const textChange = z.object({ offset: z.number(), remove: z.number(), insert: z.string() })

/** The editor's buffers that differ from the disk: the engine lays them over its view of the folder. */
export const documentsService = defineService('documents', {
  open: notice(z.object({ path, version: z.number(), text: z.string() })),
  /** Changes apply one after the other. A version that does not follow the last one is refused by asking `resend`. */
  change: notice(z.object({ path, version: z.number(), changes: z.array(textChange) })),
  /** The buffer is saved or discarded: the disk is the truth again. */
  close: notice(z.object({ path })),
  resend: event(z.object({ path })),
})
