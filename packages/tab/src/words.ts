/** Where a word stands in a text, not as a part of another. */
export function placesOf(word: string, text: string): number[] {
  const places: number[] = []
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (wordStart(text, at) === at && wordEnd(text, at + word.length) === at + word.length) places.push(at)
  }
  return places
}

/** Where the word starts that an offset is in, or at the end of. */
export function wordStart(text: string, offset: number): number {
  let start = offset
  while (start > 0 && wordUnit.test(text[start - 1]!)) start--
  return start
}

/** Where the word ends that an offset is in, or at the start of. */
export function wordEnd(text: string, offset: number): number {
  let end = offset
  while (end < text.length && wordUnit.test(text[end]!)) end++
  return end
}

const wordUnit = /[\p{L}\p{N}_$]/u
