import ignore from 'ignore'

/**
 * Whether a file matches one of `globs`; undefined for no globs. Git's rules, and `{a,b}`: one without a slash matches at
 * any depth, and what matches a folder counts for all that is in it.
 */
export function globMatcher(globs: string[] | undefined): ((path: string) => boolean) | undefined {
  if (!globs?.length) return undefined
  const rules = ignore({ ignorecase: false }).add(globs.flatMap(expandBraces).map(tidyGlob))
  return (path) => rules.ignores(path)
}

/** A glob as ripgrep and git understand it: at its start, `!` and `#` have a meaning for them that they lack in a glob. */
export const tidyGlob = (glob: string) => glob.replace(/^(\.\/)+/, '').replace(/^[!#]/, '\\$&')

/** Every reading of `{a,b{c,d}}`. A brace without a comma or without its partner is a letter. */
export function expandBraces(glob: string): string[] {
  for (let open = findUnescaped(glob, '{', 0); open !== -1; open = findUnescaped(glob, '{', open + 1)) {
    const group = readGroup(glob, open)
    if (!group) continue
    const before = glob.slice(0, open)
    const rest = glob.slice(group.end)
    return group.choices.flatMap((choice) => expandBraces(before + choice + rest))
  }
  return [glob]
}

function readGroup(glob: string, open: number): { choices: string[]; end: number } | undefined {
  const choices: string[] = []
  let depth = 0
  let start = open + 1
  for (let at = open; at < glob.length; at++) {
    const letter = glob[at]
    if (letter === '\\') at++
    else if (letter === '{') depth++
    else if (letter === ',' && depth === 1) {
      choices.push(glob.slice(start, at))
      start = at + 1
    } else if (letter === '}' && --depth === 0) {
      choices.push(glob.slice(start, at))
      return { choices, end: at + 1 }
    }
  }
  return undefined
}

function findUnescaped(text: string, letter: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === letter) return at
  }
  return -1
}
