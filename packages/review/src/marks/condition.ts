import type { CodeToken } from '../read/text-view.ts'
import { type Run, runsOf } from '../read/token-diff.ts'
import type { MarkSource } from './mark-source.ts'

/** A condition says the opposite now, or its border has moved, on a line that is otherwise much as it was. */
export const condition: MarkSource = (hunk) => {
  if (hunk.role !== 'source') return []
  const { file, before, after } = hunk
  const [old, fresh] = [file.before.code(before), file.after.code(after)]
  return runsOf(hunk).flatMap((run) => {
    const flip = flipOf(run)
    const there = run.inserted[0] ?? run.after
    if (!flip || !there || !isMuchAsBefore(there.line, old, fresh)) return []
    return [{ kind: 'condition', side: 'after', line: there.line, reason: flip, weight: 0.7 }] as const
  })
}

function flipOf({ removed, inserted, after }: Run): string | undefined {
  const [gone, come] = [textOf(removed), textOf(inserted)]
  if (opposites.has(`${gone} ${come}`)) return `It says \`${come}\` where it said \`${gone}\`.`
  if (removed.length === 0 && isNot(inserted, after)) return 'The condition is negated now.'
  if (inserted.length === 0 && isNot(removed, after)) return 'The condition is negated no longer.'
  const step = /^[+-] 1$/
  if ((step.test(come) && gone === '') || (step.test(gone) && come === '')) {
    return gone === '' ? `It is off by \`${come}\` from what it was.` : `\`${gone}\` is gone: the border moves by one.`
  }
  return undefined
}

const textOf = (tokens: readonly CodeToken[]) => tokens.map(({ text }) => text).join(' ')

const pairs = '=== !== == != == !== === != < <= > >= < > <= >= < >= > <= && || and or true false True False'.split(' ')
const opposites = new Set(
  pairs.flatMap((one, at) => (at % 2 === 0 ? [`${one} ${pairs[at + 1]}`, `${pairs[at + 1]} ${one}`] : [])),
)

/** A `!` behind something is no negation: TypeScript's assertion, or the call of a Rust macro. */
const isNot = (tokens: readonly CodeToken[], after: CodeToken | undefined): boolean =>
  tokens.length === 1 &&
  (tokens[0]!.text === 'not' ||
    (tokens[0]!.text === '!' && !/^[\w$)\]]+$/.test(after?.text ?? '')) ||
    isKeywordNot(tokens, after))

const isKeywordNot = (tokens: readonly CodeToken[], after: CodeToken | undefined) =>
  tokens[0]!.text === '!' && /^(return|if|while|case|and|or|in)$/.test(after?.text ?? '')

/** Nearly all that stands on the line stood on a line before, in that order. */
function isMuchAsBefore(line: number, old: readonly CodeToken[], fresh: readonly CodeToken[]): boolean {
  const own = fresh.filter((token) => token.line === line)
  if (own.length < 3) return false
  const lines = new Map<number, string[]>()
  for (const { line: at, text } of old) lines.set(at, [...(lines.get(at) ?? []), text])
  return [...lines.values()].some((other) => {
    let at = 0
    let common = 0
    for (const { text } of own) {
      const found = other.indexOf(text, at)
      if (found === -1) continue
      common++
      at = found + 1
    }
    return common >= 2 && Math.max(own.length, other.length) - common <= 2
  })
}
