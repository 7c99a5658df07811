/** `1 place`, `3 places`. */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

/** `a`, `b` and `c`; of many the first ones and how many more. */
export function listed(names: readonly string[], most = 3): string {
  const quoted = names.slice(0, names.length > most + 1 ? most : undefined).map((name) => `\`${name}\``)
  if (names.length > quoted.length) return `${quoted.join(', ')} and ${names.length - quoted.length} more`
  return quoted.length > 1 ? `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}` : (quoted[0] ?? '')
}

export const filesOf = (hunks: readonly { file: { path: string } }[]): string[] => [
  ...new Set(hunks.map(({ file }) => file.path)),
]

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Where hunks are: the file's name, or how many files. */
export function placeOf(hunks: readonly { file: { path: string } }[]): string {
  const files = filesOf(hunks)
  return files.length === 1 ? `\`${nameOf(files[0]!)}\`` : count(files.length, 'file')
}
