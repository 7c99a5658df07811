/** The name that a line defines, if it begins a definition; of a test, its title. */
export function nameIn(norm: string): string | undefined {
  const [, name, title] =
    /\b(?:function\*?|def|fn|func|class|struct|enum|interface|trait|impl)\s+(?:\([^)]*\)\s*)?([\p{L}\p{N}_$]+)|^(?:test|it|describe)\b[^"`]*("[^"]*"|`[^`]*`)/u.exec(
      norm,
    ) ?? []
  return name ?? title
}
