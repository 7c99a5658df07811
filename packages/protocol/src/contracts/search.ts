import * as z from 'zod'
import { defineService, request, stream } from '../service.ts'

export const textQuery = z.object({
  pattern: z.string(),
  regex: z.boolean(),
  caseSensitive: z.boolean(),
  wholeWord: z.boolean(),
  multiline: z.boolean(),
  includes: z.array(z.string()),
  excludes: z.array(z.string()),
  /** Whether ignore files are respected. */
  useIgnoreFiles: z.boolean(),
  followLinks: z.boolean(),
  maxResults: z.number().int().positive(),
  /** Lines of context before and after. */
  context: z.number().int().nonnegative(),
  /** Bytes; larger files are skipped. */
  maxFileSize: z.number().optional(),
  encoding: z.string().optional(),
})
export type TextQuery = z.infer<typeof textQuery>

/** Lines are zero-based, columns count UTF-16 units. */
export const matchRange = z.object({
  startLine: z.number(),
  startColumn: z.number(),
  endLine: z.number(),
  endColumn: z.number(),
})

export const textHit = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('match'),
    /** Absolute. */
    path: z.string(),
    /** The matched lines, without the last line's break. */
    text: z.string(),
    line: z.number(),
    ranges: z.array(matchRange),
  }),
  z.object({ kind: z.literal('context'), path: z.string(), text: z.string(), line: z.number() }),
])
export type TextHit = z.infer<typeof textHit>

export const searchService = defineService('search', {
  /** Lines that match, file by file, in batches. Throws `InvalidPattern` with ripgrep's own explanation. */
  text: stream(textQuery, z.array(textHit), z.object({ limitHit: z.boolean() })),
  /**
   * Absolute paths of files that are not ignored. With `name`, those that it may mean (its letters in their order, as in
   * quick open), likeliest first; at most `limit`.
   */
  files: request(
    z.object({
      includes: z.array(z.string()),
      excludes: z.array(z.string()),
      useIgnoreFiles: z.boolean(),
      name: z.string().optional(),
      limit: z.number().int().nonnegative().optional(),
    }),
    z.array(z.string()),
  ),
})
