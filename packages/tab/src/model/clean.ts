/** What a model said, and whether it ended by itself or for lack of room. */
export interface Said {
  text: string
  complete: boolean
  /** Of its tokens, natural logarithms, where the model tells them. */
  logProbs?: readonly number[]
}

/** Tokens that mean something to a model, of any format that is known, and what chat models mark turns with. */
const markup =
  /<\|[\w▁ -]+\|>|<｜[\w▁]+｜>|<\[fim-\w+\]>|<\/?fim_\w+>|<file_sep>|<repo_name>|<(?:PRE|SUF|MID|EOT)>|\[(?:PREFIX|SUFFIX|MIDDLE|INST|\/INST)\]|<\/s>\s*$|<end_of_turn>|<\/?think>|^\+{5} /m

/** What models say about code instead of writing it. */
const chatter =
  /^\s*(?:sure[,!.]|certainly[,!.]|of course[,!.]|okay[,!.]|here(?:'s| is| are) |i(?:'m| am) (?:sorry|an? )|i (?:can(?:'t|not)|will|have) |as an ai|(?:the|this) (?:code|completion|following|missing|function|snippet) )/i

/** The text up to the first token of a model's own. */
export function beforeMarkup(text: string): string {
  const at = text.search(markup)
  return at < 0 ? text : text.slice(0, at)
}

export const hasMarkup = (text: string): boolean => markup.test(text)

/** Whether it cannot be text for a file: control characters, broken Unicode, a fence where there is no Markdown, chatter. */
export function isRubbish(text: string, path: string): boolean {
  // eslint-disable-next-line no-control-regex
  if (/[\0-\x08\x0b\x0e-\x1f\x7f\ufffd]/.test(text)) return true
  const isProse = /\.(?:mdx?|markdown|rst|txt|adoc)$/i.test(path)
  return !isProse && (text.includes('```') || chatter.test(text))
}

/** Without what comes again and again: a line that stands three times in a row ends it. */
export function withoutLoops(text: string): string {
  const lines = text.split('\n')
  const at = lines.findIndex((line, at) => line.trim() !== '' && line === lines[at + 1] && line === lines[at + 2])
  return at < 0 ? text : lines.slice(0, at + 1).join('\n')
}
