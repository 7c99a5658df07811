/** Whether a line of a sketch stands for code that it leaves out: "… existing code …" in any language's comments. */
export function isMarker(line: string): boolean {
  const text = line.trim()
  if (text === '' || text.length > 120) return false
  const { body, comment } = uncomment(text)
  if (body === '') return false
  if (/^(?:\.{3,}|…)$/.test(body)) return true
  const [starts, ends] = [/^(?:\.{3,}|…)/.test(body), /(?:\.{3,}|…)$/.test(body)]
  const words = body.replaceAll(/^[\s.…\-–—=~*([<{]+|[\s.…\-–—=~*)\]>}]+$/g, '')
  if (words === '') return false
  // A comment between dots is one whatever it says; code is none, nor is what is spread.
  if (comment) return (starts && ends) || ((starts || ends) && keyword.test(words)) || phrase.test(words)
  return (ends || /^(?:\.{3,}|…)\s/.test(body)) && starts && keyword.test(words) && !/[=;{}]|\(\w*\)$/.test(words)
}

const keyword =
  /\b(?:existing|unchanged|same|rest|remain(?:s|ing|der)?|previous|omitted|others?|keep|kept|original|elided|above|below|before|as[ -]is|snip(?:ped)?|no changes?|stays?|continues?|skipped|etc|more|code|imports|methods|functions|here|truncated|untouched)\b/i

const phrase = new RegExp(
  [
    String.raw`^\W*(?:the |all |all the )?(?:rest|remainder|remaining|existing|other|previous|unchanged|unmodified|same)\b.{0,50}\b(?:code|file|functions?|methods?|class|body|imports?|implementation|unchanged|here|same|tests?|logic|fields?|properties|definitions?|module|component|remains?|as[ -](?:is|before))\W*$`,
    String.raw`^\W*(?:existing|unchanged|unmodified|omitted|snip|original) ?(?:code|implementation|imports?)?\W*$`,
    String.raw`^.{0,40}\b(?:remains?|stays?|is|are|left|kept) (?:the same|unchanged|as[ -](?:is|before)|untouched)\W*$`,
    String.raw`^keep (?:the |all )?(?:rest|existing|remaining|other)\b.{0,30}\b(?:as[ -]is|unchanged|same|code)\W*$`,
    String.raw`\b(?:omitted for brevity|same as (?:before|above)|no changes?(?: here| needed)?)\W*$`,
  ].join('|'),
  'i',
)

const comments: readonly [RegExp, RegExp][] = [
  [/^\{\s*\/\*+/, /\*+\/\s*\}$/],
  [/^\/\*+/, /\*+\/$/],
  [/^<!--+/, /--+>$/],
  [/^\(\*/, /\*\)$/],
  [/^\{-/, /-\}$/],
  [/^"""/, /"""$/],
  [/^(?:\/{2,}!?|#+|--+|;+|%+|')(?=\s|\.|…|\[|<|\w)/, /(?!)/],
  [/^[[(<]+/, /[\])>]+$/],
]

function uncomment(text: string): { body: string; comment: boolean } {
  for (const [index, [open, close]] of comments.entries()) {
    const start = open.exec(text)
    if (!start) continue
    const rest = text.slice(start[0].length)
    const lineComment = index === 6
    if (!lineComment && !close.test(rest)) continue
    const inner = rest.replace(close, '').trim()
    // Brackets are no comment, but may stand in one, around the words.
    const unbracketed = index < 7 ? inner.replace(/^[[(<{]\s*(?=[.…])/, '').replace(/(?<=[.…])\s*[\])>}]$/, '') : inner
    return { body: unbracketed, comment: index < 7 }
  }
  return { body: text, comment: false }
}
