import { applyEdits } from '@caret/text'
import { bringsImbalance } from './checking/balance.ts'
import { changesBetween } from './changes.ts'
import { applyElided } from './elided.ts'
import { applyExactEdits, readJsonEdits } from './forms/json-edits.ts'
import { indentOf, isBlank, readSource, type Source, toEdits } from './lines.ts'
import { type FilePatch, isDiff, isV4A, readDiff, readV4A } from './forms/patches.ts'
import { type Replacement, replaceAll } from './forms/replacements.ts'
import {
  type Doubt,
  type Fate,
  type Form,
  type Hunk,
  isDoubt,
  type Slip,
  type SketchInput,
  type SketchResult,
} from './result.ts'
import { isSearchReplace, readSearchReplace } from './forms/search-replace.ts'
import { unwrap } from './forms/unwrap.ts'

/**
 * Puts a sketch into the file that it is about. The form of the sketch is told by what it looks like. The result is certain
 * or declined: with several readings that make different files, none is taken. The file keeps its line breaks, whether it ends
 * with one, and its indentation. Never throws.
 */
export function applySketch({ path, original, sketch }: SketchInput): SketchResult {
  const source = readSource(original)
  const { form, outcome, fate, others = [], slips = [] } = read(source, path, sketch)
  if (isDoubt(outcome)) return { kind: 'declined', form, ...outcome }
  const edits = toEdits(source, outcome)
  const text = applyEdits(original, edits)
  const torn = form === 'whole' || fate?.kind === 'deleted' ? undefined : bringsImbalance(source, outcome, text)
  if (torn) return { kind: 'declined', form, ...torn, sketch }
  return {
    ...{ kind: 'applied', text, form, edits },
    ...(fate && { fate }),
    ...(others.length > 0 && { others }),
    ...(slips.length > 0 && { slips }),
  }
}

interface Reading {
  form: Form
  outcome: Hunk[] | Doubt
  fate?: Fate
  others?: string[]
  slips?: Slip[]
}

function read(source: Source, path: string, sketch: string): Reading {
  const blocks = unwrap(sketch, path, source.text)
  const lines = blocks.flat()
  const all = sketch.split(/\r?\n/)
  // Patches name their own lines: prose around them does not matter, fences inside do not either.
  if (isV4A(all)) return { form: 'v4a', ...patched(source, path, readV4A(all.filter(isNoFence)), sketch) }
  if (isSearchReplace(all)) return { form: 'search-replace', outcome: searched(source, readSearchReplace(all), sketch) }
  const calls = readJsonEdits(lines.join('\n'))
  if (calls) return { form: 'json', outcome: applyExactEdits(source, calls) }
  if (isDiff(lines))
    return {
      form: 'diff',
      ...patched(source, path, readDiff(lines.filter((line) => !/^(?:`{3,}|~{3,})/.test(line))), sketch),
    }
  if (lines.every(isBlank)) {
    return { form: 'whole', outcome: unsure(source, 'The sketch is empty.', sketch) }
  }
  if (source.lines.every(isBlank)) return { form: 'whole', outcome: wholeFile(source, lines) }
  if (blocks.length > 1) {
    return {
      form: 'fragment',
      outcome: unsure(source, 'The answer has several blocks of code. Copy the one that is meant.', sketch),
    }
  }
  const { form, outcome } = applyElided(source, lines)
  if (form === 'whole') return { form, outcome: wholeFile(source, lines) }
  return isDoubt(outcome) ? { form, outcome } : { form, outcome: outcome.hunks, slips: outcome.slips }
}

const isNoFence = (line: string) => !/^\s*(?:`{3,}|~{3,})/.test(line)

function searched(source: Source, blocks: readonly Replacement[], sketch: string): Hunk[] | Doubt {
  if (blocks.length === 0) return unsure(source, 'No block of the sketch is complete.', sketch)
  return replaceAll(source, blocks, { ordered: false })
}

function patched(source: Source, path: string, patches: readonly FilePatch[], sketch: string): Omit<Reading, 'form'> {
  const patch =
    patches.length === 1
      ? patches[0]!
      : patches.find(
          (each) =>
            each.path !== undefined &&
            (path === each.path || path.endsWith(`/${each.path}`) || each.path.endsWith(`/${path}`)),
        )
  if (!patch) return { outcome: unsure(source, `The patch says nothing about ${path}.`, sketch) }
  const { fate, blocks } = patch
  const others = patches.flatMap((each) => (each === patch || each.path === undefined ? [] : [each.path]))
  if (fate?.kind === 'deleted') return { outcome: [{ from: 0, to: source.lines.length, lines: [] }], fate, others }
  if (fate?.kind === 'created') {
    const lines = blocks.flatMap(({ ops }) => ops.map(({ text }) => text))
    if (!source.lines.every(isBlank))
      return { outcome: unsure(source, 'The patch adds a file that is there already.', sketch) }
    return { outcome: wholeFile(source, lines), fate, others }
  }
  if (blocks.length === 0 && !fate) return { outcome: unsure(source, 'The patch changes nothing.', sketch) }
  return { outcome: replaceAll(source, blocks, { ordered: true }), ...(fate && { fate }), others }
}

/** The whole file as it shall be: only blanks at line ends, and an indentation of everything, are slips. */
function wholeFile({ lines }: Source, written: readonly string[]): Hunk[] {
  const extra = commonIndent(written).slice(commonIndent(lines).length)
  const fresh =
    extra === '' || lines.every(isBlank)
      ? written
      : written.map((line) => (isBlank(line) ? line : line.slice(extra.length)))
  const known = new Set(lines)
  const trimmed = new Map(lines.map((line) => [line.trimEnd(), line]))
  const kept = fresh.map((line) => (known.has(line) || isBlank(line) ? line : (trimmed.get(line.trimEnd()) ?? line)))
  return changesBetween(lines, kept).map(({ aFrom, aTo, bFrom, bTo }) => ({
    from: aFrom,
    to: aTo,
    lines: kept.slice(bFrom, bTo),
  }))
}

function commonIndent(lines: readonly string[]): string {
  let common: string | undefined
  for (const line of lines) {
    if (isBlank(line)) continue
    const indent = indentOf(line)
    common ??= indent
    while (!indent.startsWith(common)) common = common.slice(0, -1)
  }
  return common ?? ''
}

const unsure = ({ lines }: Source, reason: string, sketch: string): Doubt => ({
  reason,
  region: { start: 0, end: lines.length },
  sketch,
})
