import type { Mention } from '@caret/protocol'

/** A mention as it stands in what the user writes, behind its `@`: the text says all that is mentioned, and a text of history too. */
export const labelOf = ({ path, name }: Mention): string =>
  name === undefined ? quoted(path) : quoted(`${path}#${name}`)

const quoted = (label: string) => (/\s/.test(label) ? `"${label}"` : label)

export interface Placed extends Mention {
  /** Of the `@`, and behind the label. */
  start: number
  end: number
}

/** What a text mentions. @param isKnown a label that was chosen; the rest, such as a decorator, are words */
export function mentionsIn(text: string, isKnown: (label: string) => boolean): Placed[] {
  return [...text.matchAll(/(?<=^|[\s(])@("[^"\n]+"|\S+)/g)].flatMap((match) => {
    const label = longest(match[1]!, isKnown)
    if (label === undefined) return []
    const [path = '', name] = label.replaceAll('"', '').split('#')
    return [{ path, ...(name !== undefined && { name }), start: match.index, end: match.index + 1 + label.length }]
  })
}

/** Without the comma or the bracket that follows it. */
function longest(word: string, isKnown: (label: string) => boolean): string | undefined {
  for (let end = word.length; end > 0; end--) if (isKnown(word.slice(0, end))) return word.slice(0, end)
  return undefined
}

/** What is being written behind an `@` at the caret; undefined where nothing is. */
export function queryAt(text: string, caret: number): { start: number; query: string } | undefined {
  const match = /(?:^|[\s(])@("[^"\n]*|[^\s"]*)$/.exec(text.slice(0, caret))
  return match ? { start: caret - match[1]!.length - 1, query: match[1]!.replace('"', '') } : undefined
}

/** A short name, for who has little room. */
export const shortNameOf = ({ path, name }: Mention): string => name ?? path.slice(path.lastIndexOf('/') + 1)
