/** A piece of a template: text, or a slot with a name. */
export type Piece = { text: string } | { slot: string }

/** The pieces of a template, whose slots are names in braces. */
export function piecesOf(template: string): Piece[] {
  return template.split(/(\{\w+\})/).flatMap((piece): Piece[] => {
    if (piece === '') return []
    return /^\{\w+\}$/.test(piece) ? [{ slot: piece.slice(1, -1) }] : [{ text: piece }]
  })
}

/** A template with all of its slots filled. */
export const fillIn = (template: string, values: Readonly<Record<string, string>>): string =>
  piecesOf(template)
    .map((piece) => ('text' in piece ? piece.text : (values[piece.slot] ?? '')))
    .join('')
