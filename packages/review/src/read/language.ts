/** What of a language matters to a comparison of tokens. */
export interface Traits {
  lineComments: readonly string[]
  /** A line's indentation says what it belongs to. */
  indented: boolean
  /** Both quotes make the same string. */
  quotesAlike: boolean
  /** Texts between triple quotes are strings that documentation is written in. */
  tripleQuotes: boolean
  /** Its names come from elsewhere only by being imported, and not by their paths. */
  imports: boolean
}

/** By the file's name; for what is not known, with the habits of C. */
export function traitsOf(path: string): Traits {
  const extension = extensionOf(path)
  return {
    lineComments: hash.has(extension)
      ? ['#']
      : dashes.has(extension)
        ? ['--']
        : extension === 'php'
          ? ['//', '#']
          : ['//'],
    indented: indented.has(extension) || /(^|\/)(Makefile|makefile)$/.test(path),
    quotesAlike: quotesAlike.has(extension),
    tripleQuotes: extension === 'py' || extension === 'pyi',
    imports: importing.has(extension),
  }
}

export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot === -1 ? '' : name.slice(dot + 1).toLowerCase()
}

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(' '))

const hash = setOf('py pyi rb rake gemspec sh bash zsh yml yaml toml r pl pm ex exs nix ini cfg conf jl tcl')
const dashes = setOf('sql lua hs ada adb elm')
const indented = setOf('py pyi yml yaml coffee haml pug sass styl fs nim hs elm slim mk md rst')
const quotesAlike = setOf('js mjs cjs jsx ts mts cts tsx py pyi css scss less vue svelte')
const importing = setOf('js mjs cjs jsx ts mts cts tsx py pyi')
