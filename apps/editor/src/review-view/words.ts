import type { MarkKind, Review, ReviewHunk, ReviewStep } from '@caret/protocol'
import type { LineSpan } from '@caret/text'

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

export interface Size {
  added: number
  removed: number
}

/** By the id of a hunk, how many lines come and go. What follows a text's last line break is none to a reader. */
export function sizesOf({ changeSet, guide }: Review): Map<string, Size> {
  const ends = new Map(
    changeSet.files.map((file) => [file.to ?? file.path, [emptyEnd(file.before), emptyEnd(file.after)]]),
  )
  const length = ({ start, end }: LineSpan, empty: number | undefined) => end - start - (end - 1 === empty ? 1 : 0)
  return new Map(
    guide.hunks.map(({ id, path, before, after }) => {
      const [old, fresh] = ends.get(path) ?? []
      return [id, { added: Math.max(0, length(after, fresh)), removed: Math.max(0, length(before, old)) }]
    }),
  )
}

/** The last line of a text, where it is empty. */
function emptyEnd(text = ''): number | undefined {
  if (text !== '' && !text.endsWith('\n')) return undefined
  let line = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) line++
  return line
}

export const sumOf = (sizes: readonly Size[]): Size => ({
  added: sizes.reduce((sum, { added }) => sum + added, 0),
  removed: sizes.reduce((sum, { removed }) => sum + removed, 0),
})

/** As editors count them; a hunk that only removes is where its lines were. */
export function linesOf({ before, after }: ReviewHunk, size: Size): string {
  const [start, length] = size.added > 0 ? [after.start, size.added] : [before.start, size.removed]
  if (length === 0) return ''
  return length === 1 ? `line ${start + 1}` : `lines ${start + 1}–${start + length}`
}

/** Where a step's hunks are, in a few words. */
export function placesOf(hunks: readonly ReviewHunk[]): string {
  const files = new Set(hunks.map(({ path }) => path)).size
  return `${count(hunks.length, 'place')}${files > 1 ? ` in ${count(files, 'file')}` : ''}`
}

export type Section = 'Changes' | 'Tests' | 'Documentation' | 'Configuration' | 'Mechanical'

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
    const section = mechanical ? 'Mechanical' : (sections[kind] ?? 'Changes')
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
  async: 'watch',
  arguments: 'arrow-swap',
  types: 'symbol-class',
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
