import type { SymbolView } from '../read/symbols.ts'

/** What a callable takes and gives. */
export interface Signature {
  parameters: readonly Parameter[]
  /** All that stands behind the parameters. */
  result: string
}

export interface Parameter {
  name: string
  text: string
  /** A caller may leave it out. */
  optional: boolean
}

/** Reads a header such as `function f(a: A, b = 1): B`; undefined for one without parameters in brackets. */
export function signatureOf({ name, header }: SymbolView): Signature | undefined {
  const at = header.search(
    new RegExp(`(?<![\\w$])${name.replaceAll(/[^\w]/g, '\\$&')}(?![\\w$])(?=[^(]{0,200}\\()`, 'u'),
  )
  const arrow = at === -1 ? -1 : header.indexOf('(', behindGenerics(header, at + name.length))
  if (arrow === -1) return undefined
  const parts: string[] = ['']
  let depth = 0
  let end = header.length
  for (let here = arrow + 1; here < header.length; here++) {
    const sign = header[here]!
    if (sign === ')' && depth === 0) {
      end = here
      break
    }
    if (/[([{<]/.test(sign)) depth++
    // `=>` closes nothing.
    else if (/[)\]}]/.test(sign) || (sign === '>' && header[here - 1] !== '=' && header[here - 1] !== '-')) depth--
    if (sign === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += sign
  }
  const parameters = parts.map((part) => part.trim()).filter((part) => part !== '' && part !== '*' && part !== '/')
  return {
    parameters: parameters.map(parameterOf),
    result: header
      .slice(end + 1)
      .replace(/^\s*(?:->|:)?\s*/, '')
      .replace(/\s*(?:=>|[={:])?\s*$/, ''),
  }
}

/** Where `<…>` at an offset ends; what is in it may have brackets of its own. */
function behindGenerics(header: string, at: number): number {
  if (header[at] !== '<') return at
  let depth = 0
  for (let here = at; here < header.length; here++) {
    if (header[here] === '<') depth++
    else if (header[here] === '>' && !/[-=]/.test(header[here - 1]!) && --depth === 0) return here
  }
  return at
}

function parameterOf(text: string): Parameter {
  const bare = text.replace(
    /^(?:@\S+\s+|(?:final|mut|ref|const|public|private|protected|readonly|var|val)\s+|[&*.]+)+/,
    '',
  )
  // What is taken apart has no name that matters to a caller.
  if (/^[{[]/.test(bare)) return { name: '{…}', text, optional: /=\s*[{[][^}\]]*[}\]]$/.test(text) }
  const [head = ''] = bare.split(/[=:?]/)
  const words = head.trim().match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []
  // `Type name` as in Java, but `name Type` as in Go: the type is what is upper-case, or what stands behind.
  const name =
    words.length > 1 &&
    /^(?:[A-Z]|int|long|char|bool|float|double|string|void|auto|unsigned|std)/.test(words[0]!) &&
    !/^[a-z]\w*\s+[A-Z]/.test(head)
      ? words.at(-1)!
      : (words[0] ?? text)
  return { name, text, optional: /[?=]/.test(text.replaceAll('=>', '')) || /^(\*|\.\.\.)/.test(text) }
}
