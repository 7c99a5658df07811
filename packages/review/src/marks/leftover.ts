import type { MarkSource } from './mark-source.ts'

/** Something of a debugging session, or a note that something is not finished. */
export const leftover: MarkSource = ({ file, role, before, after }) => {
  if (role !== 'source' && role !== 'test') return []
  const had = file.before.lines.slice(before.start, before.end).join('\n')
  for (let line = after.start; line < after.end; line++) {
    for (const [pattern, reason] of signs) {
      if (pattern.test(withoutStrings(file.after.lines[line]!)) && !pattern.test(had)) {
        return [{ kind: 'leftover', side: 'after', line, reason, weight: 0.5 }]
      }
    }
  }
  return []
}

const signs: readonly (readonly [RegExp, string])[] = [
  [/^\s*debugger\s*;?\s*$/, 'A breakpoint was left behind.'],
  [/^\s*(import pdb|breakpoint\(\)|pdb\.set_trace\(\)|import ipdb|binding\.pry)/, 'A breakpoint was left behind.'],
  [/^[^"'`]*\bdbg!\(/, 'A debug print was left behind.'],
  [/(\/\/|#|\/\*)\s*(FIXME|XXX|HACK)\b/, 'A note says that this is not as it should be.'],
]

const withoutStrings = (line: string) => line.replaceAll(/(['"`])(?:\\.|(?!\1).)*\1/g, '')
