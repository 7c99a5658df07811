/** What a string sequence may grow to, such as an image, before its beginning is given up. */
const longest = 1024 * 1024

/**
 * The escape sequence that `text` breaks off in, from its beginning; empty where it breaks off in none.
 *
 * @see ECMA-48, and https://vt100.net/emu/dec_ansi_parser
 */
export function unfinishedSequence(text: string): string {
  const last = text.lastIndexOf('\x1b')
  if (last === -1) return ''
  // The last escape may be half of the two characters that end a string sequence.
  const before = last === text.length - 1 && last > 0 ? text.lastIndexOf('\x1b', last - 1) : -1
  const start = before !== -1 && stringSequence.test(text.slice(before, last)) ? before : last
  const tail = text.slice(start)
  const body = start === last ? tail : tail.slice(0, -1)
  const open = tail === '\x1b' || controlSequence.test(body) || stringSequence.test(body)
  return open && tail.length <= longest ? tail : ''
}

// oxlint-disable no-control-regex -- control characters are what this is about

/** CSI, or an escape with intermediates, without its final character. */
const controlSequence = /^\x1b(?:\[[0-?]*)?[ -/]*$/
/** OSC without its end, which may be a bell; DCS, SOS, PM and APC without theirs. */
const stringSequence = /^\x1b(?:\][^\x07\x18\x1a]*|[PX^_][^\x18\x1a]*)$/
