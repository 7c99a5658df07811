import type { MarkSource } from './mark-source.ts'

/** A language server complains about one of the hunk's lines. */
export const diagnostic: MarkSource = ({ file, after }, { problems }) =>
  problems
    .filter(({ path, line }) => path === file.path && line >= after.start && line < after.end)
    .map(({ line, message, severity }) => ({
      ...{ kind: 'diagnostic', side: 'after', line },
      reason: message,
      weight: severity === 'error' ? 1 : 0.6,
    }))
