import type { MarkKind, Review, ReviewHunk, ReviewStep } from '@caret/protocol'

/** Parts of a sentence; names, which stand between backticks, are code. */
export function partsOf(sentence: string): { text: string; isCode: boolean }[] {
  return sentence
    .split('`')
    .map((text, index) => ({ text, isCode: index % 2 === 1 }))
    .filter(({ text }) => text !== '')
}

export const plain = (sentence: string): string => sentence.replaceAll('`', '')

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`

/** How many lines come and go. */
export function sizeOf(hunks: readonly ReviewHunk[]): { added: number; removed: number } {
  let [added, removed] = [0, 0]
  for (const { before, after } of hunks) {
    added += after.end - after.start
    removed += before.end - before.start
  }
  return { added, removed }
}

/** As editors count them; a hunk that only removes is where its lines were. */
export function linesOf({ before, after }: ReviewHunk): string {
  const { start, end } = after.end > after.start ? after : before
  if (end <= start) return ''
  return end - start === 1 ? `line ${start + 1}` : `lines ${start + 1}–${end}`
}

/** Where a step's hunks are, in a few words. */
export function placesOf(hunks: readonly ReviewHunk[]): string {
  const files = new Set(hunks.map(({ path }) => path)).size
  return `${count(hunks.length, 'place')}${files > 1 ? ` in ${count(files, 'file')}` : ''}`
}

export type Section = 'Changes' | 'Tests' | 'Documentation' | 'Configuration' | 'Repetitive'

const sections: Partial<Record<ReviewStep['kind'], Section>> = {
  test: 'Tests',
  documentation: 'Documentation',
  configuration: 'Configuration',
}

/** By the id of a step, the label that stands above it. Where a section would come up twice, there are none. */
export function sectionsOf({ guide: { steps } }: Review): Map<string, Section> {
  const labels = new Map<string, Section>()
  let last: Section | undefined
  for (const { id, kind, mechanical } of steps) {
    const section = mechanical ? 'Repetitive' : (sections[kind] ?? 'Changes')
    if (section !== last) labels.set(id, section)
    last = section
  }
  const all = [...labels.values()]
  return all.length > 1 && new Set(all).size === all.length ? labels : new Map()
}

/** The workbench's icon for a mark. */
export const iconOf: Record<MarkKind, string> = {
  'public-api': 'plug',
  'error-handling': 'zap',
  condition: 'git-compare',
  diagnostic: 'error',
  untested: 'beaker',
  security: 'shield',
  money: 'credit-card',
  'weaker-test': 'beaker-stop',
  leftover: 'debug-console',
  conflict: 'git-merge',
}

/** Marks this heavy are drawn as warnings. */
export const heavy = 0.7
